package io.anyrack.rack.cloud;

import java.util.Map;

/**
 * What passed a port of a network since the port was made.
 *
 * @param network the network's name
 * @param node the node's name; {@code gateway} for the network's own port
 * @param nic the index of the NIC in the node, from 0
 * @param connected whether the machine's end is there
 * @param framesIn frames the machine sent that were let through
 * @param framesOut frames handed to the machine
 * @param drops frames thrown away, by reason, such as {@code ip-spoof}
 */
public record PortCounters(
    String network,
    String node,
    int nic,
    boolean connected,
    long framesIn,
    long framesOut,
    Map<String, Long> drops) {
  /** Copies the map. */
  public PortCounters {
    drops = Map.copyOf(drops);
  }
}
