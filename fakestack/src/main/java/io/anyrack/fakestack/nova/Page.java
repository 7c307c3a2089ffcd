package io.anyrack.fakestack.nova;

import io.anyrack.fakestack.http.Call;
import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.world.Json;
import io.anyrack.fakestack.world.World;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;

/**
 * A part of a list.
 *
 * @param more whether there is something behind it
 */
record Page(List<String> ids, int limit, boolean more) {
  static Page of(Call call, List<String> all, int most) {
    int begin = 0;
    Optional<String> marker = call.parameter("marker");
    if (marker.isPresent()) {
      begin = all.indexOf(marker.get()) + 1;
      if (begin == 0) {
        throw Refusal.fault(400, "marker [" + marker.get() + "] not found");
      }
    }
    int limit = Math.min(call.parameter("limit").map(Integer::parseInt).orElse(most), most);
    int end = Math.min(all.size(), begin + limit);
    return new Page(all.subList(begin, end), limit, end < all.size());
  }

  /** Nova gives a link also when the page is just full. */
  Optional<ArrayNode> link(World world, Call call) {
    if (ids.isEmpty() || !(more || (call.parameter("limit").isPresent() && ids.size() == limit))) {
      return Optional.empty();
    }
    StringBuilder query = new StringBuilder("?");
    call.query()
        .forEach(
            (name, values) -> {
              if (!name.equals("marker")) {
                values.forEach(
                    value ->
                        query.append(encode(name)).append('=').append(encode(value)).append('&'));
              }
            });
    ArrayNode links = Json.array();
    links
        .addObject()
        .put("rel", "next")
        .put("href", world.base() + "/compute" + call.path() + query + "marker=" + ids.getLast());
    return Optional.of(links);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
