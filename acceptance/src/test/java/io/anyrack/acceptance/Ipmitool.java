package io.anyrack.acceptance;

/** Somebody who calls ipmitool on a node's BMC, from some machine. */
interface Ipmitool {
  /** What {@code ipmitool WORDS…} prints; fails where it fails. */
  String ask(String... words);
}
