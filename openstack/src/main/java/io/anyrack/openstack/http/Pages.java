package io.anyrack.openstack.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A list that comes in pages: each names the next in {@code NAME_links}, {@code links} or {@code
 * next}.
 */
final class Pages {
  /** A cloud that never comes to an end is cut off here; at 1000 a page that is a million. */
  private static final int MOST = 1000;

  private final Transport transport;
  private final Exchange first;
  private final String name;

  Pages(Transport transport, Request request, String name) {
    this.transport = transport;
    this.first = request.exchange("GET", new Body.None());
    this.name = name;
  }

  List<Fields> all() {
    List<Fields> all = new ArrayList<>();
    Optional<String> next = Optional.of(first.target());
    for (int page = 0; next.isPresent(); page++) {
      if (page == MOST) {
        throw new UnavailableException(
            new Refusal(
                0, first.endpoint().service(), "GET " + first.template(), "endless list", ""));
      }
      Fields answer = transport.send(first.to(next.get()));
      List<Fields> elements = answer.list(name, each -> each);
      all.addAll(elements);
      next = elements.isEmpty() ? Optional.empty() : next(answer);
    }
    return all;
  }

  private Optional<String> next(Fields answer) {
    return answer
        .optional("next")
        .or(() -> answer.object("links").optional("next"))
        .or(() -> link(answer, name + "_links"))
        .map(this::relative);
  }

  private static Optional<String> link(Fields answer, String links) {
    return answer.list(links, each -> each).stream()
        .filter(link -> link.text("rel").equals("next"))
        .map(link -> link.text("href"))
        .findFirst();
  }

  /**
   * Only the query of the link counts: behind a proxy clouds name hosts and schemes that are not
   * theirs, and the token shall go to nobody else.
   */
  private String relative(String next) {
    int query = next.indexOf('?');
    String path = first.target().replaceFirst("\\?.*", "");
    return query < 0 ? path : path + next.substring(query);
  }
}
