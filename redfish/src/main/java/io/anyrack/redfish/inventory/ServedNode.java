package io.anyrack.redfish.inventory;

import io.anyrack.rack.account.Accounts;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.node.Node;
import java.time.Duration;
import java.util.Optional;

/**
 * A node as Redfish serves it.
 *
 * @param node takes commands and knows its state
 * @param spec what it is built of
 * @param bmc its BMC
 * @param accounts who may log in to it, by whatever door
 * @param softOffAfter when a graceful shutdown that the guest ignores becomes a hard one; empty:
 *     never
 * @param offered what of Redfish it is served with
 */
public record ServedNode(
    Node node,
    NodeSpec spec,
    Bmc bmc,
    Accounts accounts,
    Optional<Duration> softOffAfter,
    BmcSpec.Redfish offered) {

  /**
   * The node's BMC.
   *
   * @param mac of its network port
   * @param address of its network port
   * @param mask of that address's network
   * @param gateway of that network; {@link Ipv4Address#ANY}: none
   * @param ipmiPort the UDP port of IPMI
   */
  public record Bmc(
      MacAddress mac, Ipv4Address address, Ipv4Address mask, Ipv4Address gateway, int ipmiPort) {}

  /** The same node, built otherwise. */
  public ServedNode with(NodeSpec spec) {
    return new ServedNode(node, spec, bmc, accounts, softOffAfter, offered);
  }

  /** The node's name, which is its Id everywhere. */
  public String id() {
    return spec.name();
  }
}
