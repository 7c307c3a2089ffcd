package io.anyrack.ipmi.bmc;

import io.anyrack.rack.account.Accounts;
import io.anyrack.rack.model.NodeSpec.Identity;
import io.anyrack.rack.node.Node;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * One node's BMC as it is to be served.
 *
 * @param node the node behind it
 * @param bind where to listen; port 0: the kernel chooses
 * @param accounts who may log in; user id 1, the null user (IPMI 2.0 §6.9), is not among them
 * @param systemGuid the node's system UUID
 * @param identity what SMBIOS says of the node, told in the inventory
 * @param device what the BMC says of itself
 * @param lan what the BMC says of its LAN channel
 * @param softOffAfter after what time a soft power-off is turned into a hard one; empty: never
 */
public record BmcEndpoint(
    Node node,
    InetSocketAddress bind,
    Accounts accounts,
    UUID systemGuid,
    Identity identity,
    DeviceFacts device,
    LanFacts lan,
    Optional<Duration> softOffAfter) {}
