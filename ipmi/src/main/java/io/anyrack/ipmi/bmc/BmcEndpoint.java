package io.anyrack.ipmi.bmc;

import io.anyrack.rack.model.NodeSpec.Identity;
import io.anyrack.rack.node.Node;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One node's BMC as it is to be served.
 *
 * @param node the node behind it
 * @param bind where to listen; port 0: the kernel chooses
 * @param accounts who may log in; their user ids are 2 and up, in order, because id 1 is the null
 *     user (IPMI 2.0 §6.9), which is refused
 * @param systemGuid the node's system UUID
 * @param identity what SMBIOS says of the node, told in the inventory
 * @param device what the BMC says of itself
 * @param lan what the BMC says of its LAN channel
 * @param softOffAfter after what time a soft power-off is turned into a hard one; empty: never
 */
public record BmcEndpoint(
    Node node,
    InetSocketAddress bind,
    List<Account> accounts,
    UUID systemGuid,
    Identity identity,
    DeviceFacts device,
    LanFacts lan,
    Optional<Duration> softOffAfter) {
  private static final int MOST_ACCOUNTS = 62;

  /** Copies the list and checks that no name is there twice. */
  public BmcEndpoint {
    accounts = List.copyOf(accounts);
    if (accounts.size() > MOST_ACCOUNTS) {
      throw new IllegalArgumentException(
          "a BMC has at most %d accounts, not %d".formatted(MOST_ACCOUNTS, accounts.size()));
    }
    if (accounts.stream().map(Account::name).distinct().count() < accounts.size()) {
      throw new IllegalArgumentException("two accounts of " + node.name() + " have the same name");
    }
  }
}
