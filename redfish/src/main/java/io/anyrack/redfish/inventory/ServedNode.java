package io.anyrack.redfish.inventory;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Secret;
import io.anyrack.rack.node.Node;
import java.time.Duration;
import java.util.Optional;

/**
 * A node as Redfish serves it.
 *
 * @param node takes commands and knows its state
 * @param spec what it is built of
 * @param bmc its BMC
 * @param account who may log in to it
 * @param softOffAfter when a graceful shutdown that the guest ignores becomes a hard one; empty:
 *     never
 */
public record ServedNode(
    Node node, NodeSpec spec, Bmc bmc, Account account, Optional<Duration> softOffAfter) {

  /**
   * The node's BMC.
   *
   * @param mac of its network port
   * @param address of its network port
   * @param ipmiPort the UDP port of IPMI
   */
  public record Bmc(MacAddress mac, Ipv4Address address, int ipmiPort) {}

  /**
   * Who may log in.
   *
   * @param username their name
   * @param password what they know
   */
  public record Account(String username, Secret password) {}

  /** The same node, built otherwise. */
  public ServedNode with(NodeSpec spec) {
    return new ServedNode(node, spec, bmc, account, softOffAfter);
  }

  /** The node's name, which is its Id everywhere. */
  public String id() {
    return spec.name();
  }
}
