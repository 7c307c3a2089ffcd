package io.anyrack.rack.node;

/**
 * Who gave a command, for the event log.
 *
 * @param door {@code ipmi}, {@code kcs}, {@code redfish}, {@code cli}, {@code watchdog}, {@code
 *     node} itself
 * @param who user and address, such as {@code admin@127.0.0.1:50312}
 */
public record Origin(String door, String who) {
  /** The node's watchdog, which acts by itself. */
  public static final Origin WATCHDOG = new Origin("watchdog", "");

  @Override
  public String toString() {
    return who.isEmpty() ? door : door + " " + who;
  }
}
