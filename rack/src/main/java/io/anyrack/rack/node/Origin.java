package io.anyrack.rack.node;

/**
 * Who gave a command, for the event log.
 *
 * @param door {@code ipmi}, {@code kcs}, {@code redfish}, {@code cli}, {@code node} itself
 * @param who user and address, such as {@code admin@127.0.0.1:50312}
 */
public record Origin(String door, String who) {
  @Override
  public String toString() {
    return who.isEmpty() ? door : door + " " + who;
  }
}
