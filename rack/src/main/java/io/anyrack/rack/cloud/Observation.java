package io.anyrack.rack.cloud;

/** What a cloud knows of a machine. */
public sealed interface Observation {
  /** It has power. */
  record Running() implements Observation {}

  /** It has power and its processors stand still. */
  record Paused() implements Observation {}

  /** It has no power. */
  record Stopped() implements Observation {}

  /** The cloud is changing it, for us or for somebody else. */
  record Changing(String what, boolean powered) implements Observation {}

  /** It is there but not in order. */
  record Broken(String reason, boolean powered) implements Observation {}

  /** It is not there. */
  record Missing() implements Observation {}
}
