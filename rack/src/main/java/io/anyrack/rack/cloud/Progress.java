package io.anyrack.rack.cloud;

/** Is told how a long action goes on. Thread-safe; must not block. */
public interface Progress {
  /** Says nothing to anybody. */
  Progress SILENT = (_, _, _) -> {};

  /**
   * A step changed.
   *
   * @param subject what is worked on, such as {@code node-1}
   * @param step what is done with it, such as {@code disk}
   * @param state how far it is
   */
  void step(String subject, String step, State state);

  /** Something the user has to know at once. */
  default void say(String text) {}

  /** How far a step is. */
  enum State {
    /** It has begun. */
    STARTED,
    /** It is done. */
    DONE,
    /** It failed. */
    FAILED
  }
}
