package io.anyrack.openstack.resource;

import io.anyrack.rack.plan.Plan;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What of the rack file a resource is there for.
 *
 * @param kind what it is
 * @param name of the node, network, …
 */
record Subject(Plan.Kind kind, String name) {
  /** As the tag of its resources has it. */
  String role() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** The subject of a resource that is there, by the role in its tags and its name. */
  static Optional<Subject> of(String role, String name) {
    int slash = name.indexOf('/');
    String first = slash < 0 ? name : name.substring(0, slash);
    return Arrays.stream(Plan.Kind.values())
        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(role))
        .findFirst()
        .map(kind -> new Subject(kind, first));
  }
}
