package io.anyrack.acceptance;

/** Somebody who calls ipmitool on a node's BMC, from some machine. */
interface Ipmitool {
  /** {@code ipmitool WORDS…}. */
  Finished run(String... words);

  /** What {@code ipmitool WORDS…} prints; fails where it fails. */
  default String ask(String... words) {
    return run(words).expectDone();
  }

  /** The same, again and again while the node is busy (IPMI 2.0 §5.2, completion code C0h). */
  default void insist(String... words) {
    Eventually.await(
        "the node is not busy",
        () -> {
          Finished finished = run(words);
          boolean busy = finished.exit() != 0 && finished.toString().contains("busy");
          if (!busy) {
            finished.expectDone();
          }
          return !busy;
        });
  }
}
