package io.anyrack.rack.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What differs between two states of one thing, told property by property.
 *
 * @param <T> the kind of thing
 */
final class Difference<T> {
  private final T before;
  private final T after;
  private final List<String> details = new ArrayList<>();
  private boolean whenOff;
  private boolean losesContent;

  Difference(T before, T after) {
    this.before = before;
    this.after = after;
  }

  /** A property that changes at once. */
  Difference<T> now(String name, Function<T, ?> property) {
    compare(name, property);
    return this;
  }

  /** A property that a running node only takes at its next power-on. */
  Difference<T> whenOff(String name, Function<T, ?> property) {
    whenOff |= compare(name, property);
    return this;
  }

  /** A property whose change loses the node's content. */
  Difference<T> replacing(String name, Function<T, ?> property) {
    losesContent |= compare(name, property);
    return this;
  }

  /** Something that differs in a way of its own. */
  Difference<T> also(String detail, boolean whenOff) {
    details.add(detail);
    this.whenOff |= whenOff;
    return this;
  }

  /** Something that differs in a way of its own, and whose change loses the node's content. */
  Difference<T> alsoReplacing(String detail) {
    details.add(detail);
    losesContent = true;
    return this;
  }

  private boolean compare(String name, Function<T, ?> property) {
    Object old = property.apply(before);
    Object wanted = property.apply(after);
    if (Objects.equals(old, wanted)) {
      return false;
    }
    details.add(name + ": " + text(old) + " -> " + text(wanted));
    return true;
  }

  private static String text(Object value) {
    return switch (value) {
      case Optional<?> optional -> optional.map(Difference::text).orElse("none");
      case List<?> list when list.isEmpty() -> "none";
      case List<?> list -> list.stream().map(Difference::text).collect(Collectors.joining(", "));
      case Enum<?> constant -> Shown.word(constant);
      default -> value.toString();
    };
  }

  /** The change; empty if nothing differs. */
  Optional<Plan.Change> change(Plan.Kind kind, String name) {
    if (details.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Plan.Change(
            losesContent ? Plan.Action.REPLACE : Plan.Action.CHANGE,
            kind,
            name,
            details,
            whenOff && !losesContent));
  }
}
