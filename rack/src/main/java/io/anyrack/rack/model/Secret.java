package io.anyrack.rack.model;

/**
 * A text that must not be shown: {@link #toString} hides it, so that it cannot reach a log by
 * accident.
 *
 * @param name what the rack file calls it: {@code !secret NAME}
 * @param reveal the text itself
 */
public record Secret(String name, String reveal) {
  @Override
  public String toString() {
    return "******";
  }
}
