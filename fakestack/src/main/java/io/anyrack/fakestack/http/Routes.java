package io.anyrack.fakestack.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The calls that a service knows: methods and paths, {@code {name}} standing for any segment. */
public final class Routes {
  /**
   * A route that fits a call.
   *
   * @param variables the segments that stand in braces
   * @param streaming whether the body is read while other calls go on
   */
  public record Match(
      Function<Call, Answer> work, Map<String, String> variables, boolean streaming) {}

  private record Route(
      String method, List<String> segments, boolean streaming, Function<Call, Answer> work) {}

  private final List<Route> routes = new ArrayList<>();

  /** Adds a call, done as one whole. */
  public Routes on(String method, String path, Function<Call, Answer> work) {
    routes.add(new Route(method, segments(path), false, work));
    return this;
  }

  /** Adds a call that reads its body while other calls go on; it looks after its own wholeness. */
  public Routes streaming(String method, String path, Function<Call, Answer> work) {
    routes.add(new Route(method, segments(path), true, work));
    return this;
  }

  /** The same calls, with something around each. */
  public Routes each(UnaryOperator<Function<Call, Answer>> around) {
    Routes changed = new Routes();
    for (Route route : routes) {
      changed.routes.add(
          new Route(route.method, route.segments, route.streaming, around.apply(route.work)));
    }
    return changed;
  }

  /** The route for a call. */
  public Optional<Match> find(String method, String path) {
    List<String> asked = segments(path);
    for (Route route : routes) {
      if (route.method.equals(method) && route.segments.size() == asked.size()) {
        Optional<Map<String, String>> variables = bind(route.segments, asked);
        if (variables.isPresent()) {
          return Optional.of(new Match(route.work, variables.get(), route.streaming));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Map<String, String>> bind(List<String> route, List<String> asked) {
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < route.size(); i++) {
      String segment = route.get(i);
      if (segment.startsWith("{")) {
        variables.put(segment.substring(1, segment.length() - 1), asked.get(i));
      } else if (!segment.equals(asked.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(variables);
  }

  /** Trailing slashes do not count. */
  private static List<String> segments(String path) {
    List<String> list = new ArrayList<>();
    for (String each : path.split("/", -1)) {
      if (!each.isEmpty()) {
        list.add(
            java.net.URLDecoder.decode(
                each.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    return list;
  }
}
