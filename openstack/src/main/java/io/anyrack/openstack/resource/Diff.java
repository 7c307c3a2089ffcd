package io.anyrack.openstack.resource;

import io.anyrack.openstack.neutron.Attributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Gathers what differs between a resource and the wish, and how it is put right. */
final class Diff {
  private final List<String> details = new ArrayList<>();
  private final List<Consumer<ObjectNode>> puts = new ArrayList<>();
  private boolean anew;

  /**
   * An attribute that can be changed in place.
   *
   * @param put says so in the request; called when it is sent, as ids may not be known before
   */
  Diff change(String name, Object there, Object wanted, Consumer<ObjectNode> put) {
    if (!Objects.equals(there, wanted)) {
      tell(name, there, wanted);
      puts.add(put);
    }
    return this;
  }

  /** An attribute that cannot. */
  Diff replace(String name, Object there, Object wanted) {
    if (!Objects.equals(there, wanted)) {
      tell(name, there, wanted);
      anew = true;
    }
    return this;
  }

  private void tell(String name, Object there, Object wanted) {
    details.add(name + ": " + text(there) + " -> " + text(wanted));
  }

  private static String text(Object value) {
    return switch (value) {
      case Optional<?> optional -> optional.map(Diff::text).orElse("none");
      case Collection<?> all when all.isEmpty() -> "none";
      case Collection<?> all ->
          all.stream().map(Diff::text).sorted().collect(Collectors.joining(", "));
      default -> value.toString();
    };
  }

  /** What has to be done; {@code update} gets the attributes that differ. */
  Verdict verdict(Consumer<ObjectNode> update) {
    if (details.isEmpty()) {
      return new Verdict.Same();
    }
    if (anew) {
      return new Verdict.Replace(details);
    }
    return new Verdict.Change(
        details,
        () -> {
          ObjectNode patch = Attributes.none();
          puts.forEach(put -> put.accept(patch));
          update.accept(patch);
        });
  }
}
