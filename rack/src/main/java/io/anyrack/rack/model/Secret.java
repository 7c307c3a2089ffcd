package io.anyrack.rack.model;

/**
 * A text that must not be shown: {@link #toString} hides it, so that it cannot reach a log by
 * accident.
 *
 * @param reveal the text itself
 */
public record Secret(String reveal) {
  @Override
  public String toString() {
    return "******";
  }
}
