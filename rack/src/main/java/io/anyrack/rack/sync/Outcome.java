package io.anyrack.rack.sync;

/** What came of a {@link PortChange}. */
public sealed interface Outcome {
  /** The port is so now. */
  record Changed(GuardedPort port) implements Outcome {}

  /** Somebody changed or deleted the port since it was seen: nothing was done. */
  record Stale() implements Outcome {}

  /**
   * The cloud does not want to, such as when an address belongs to a port that is not the rack's.
   *
   * @param message the cloud's own
   */
  record Refused(String message) implements Outcome {}

  /**
   * The cloud lets a port have no more than {@code limit} pairs.
   *
   * @param message the cloud's own
   */
  record TooManyPairs(int limit, String message) implements Outcome {}
}
