package io.anyrack.redfish.http;

import io.anyrack.redfish.account.Privilege;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All places of a service and what answers there. A variable part of a path, such as {@code
 * {system}}, stands for one segment. A slash at the end of a path is let pass. Immutable.
 */
public final class RouteTable {
  private final Place root;

  private RouteTable(Place root) {
    this.root = root;
  }

  private static final class Place {
    private final Map<String, Place> literal = new LinkedHashMap<>();
    private Optional<Place> variable = Optional.empty();
    private final Map<String, Route> methods = new TreeMap<>();

    private Place child(String segment) {
      if (!segment.startsWith("{")) {
        return literal.computeIfAbsent(segment, _ -> new Place());
      }
      Place place = variable.orElseGet(Place::new);
      variable = Optional.of(place);
      return place;
    }
  }

  /**
   * A place that was found.
   *
   * @param methods what answers there, by method
   * @param args the path's variable parts
   */
  public record Found(Map<String, Route> methods, List<String> args) {
    /** The header of that name (RFC 9110 §10.2.1). */
    public String allow() {
      return String.join(", ", methods.keySet());
    }
  }

  /** A table to be filled. */
  public static Builder builder() {
    return new Builder();
  }

  /** What answers at a path. */
  public Optional<Found> find(String path) {
    List<String> args = new ArrayList<>();
    Place place = root;
    int from = 1;
    int length = path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length();
    while (from <= length) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 || slash > length ? length : slash;
      String segment = path.substring(from, to);
      Optional<Place> next = Optional.ofNullable(place.literal.get(segment));
      if (next.isEmpty() && place.variable.isPresent() && !segment.isEmpty()) {
        args.add(segment);
        next = place.variable;
      }
      if (next.isEmpty()) {
        return Optional.empty();
      }
      place = next.get();
      from = to + 1;
    }
    return place.methods.isEmpty() ? Optional.empty() : Optional.of(new Found(place.methods, args));
  }

  /** Fills a table. */
  public static final class Builder {
    private final Place root = new Place();

    private Builder() {}

    /** A place open to all; with GET comes HEAD. */
    public Builder open(String method, String path, Handler handler) {
      return add(method, path, new Route(Optional.empty(), handler, false));
    }

    /** A place to look at, for everybody who is logged in. */
    public Builder get(String path, Handler handler) {
      return add("GET", path, new Route(Optional.of(Privilege.LOGIN), handler, false));
    }

    /** Another method, for who has the privilege. */
    public Builder on(String method, String path, Privilege needed, Handler handler) {
      return add(method, path, new Route(Optional.of(needed), handler, false));
    }

    /** A POST that may bring files, for who has the privilege. */
    public Builder files(String path, Privilege needed, Handler handler) {
      return add("POST", path, new Route(Optional.of(needed), handler, true));
    }

    private Builder add(String method, String path, Route route) {
      Place place = root;
      for (String segment : path.substring(1).split("/", -1)) {
        place = place.child(segment);
      }
      place.methods.put(method, route);
      if (method.equals("GET")) {
        place.methods.put("HEAD", route);
      }
      return this;
    }

    /** The table. */
    public RouteTable build() {
      return new RouteTable(root);
    }
  }
}
