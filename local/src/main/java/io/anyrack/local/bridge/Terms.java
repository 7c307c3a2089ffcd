package io.anyrack.local.bridge;

import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.sync.GuardedPort.Pair;
import java.util.List;

/**
 * What a port is.
 *
 * @param network its network
 * @param nic its NIC, with the IPv4 pairs its guard lets through
 * @param ipv6 the IPv6 pairs its guard lets through
 */
public record Terms(Network network, Nic nic, List<Pair> ipv6) {
  /** Copies the list. */
  public Terms {
    ipv6 = List.copyOf(ipv6);
  }

  /** The same without a guard. */
  public Terms unguarded() {
    return new Terms(network, nic.withGuard(Network.Guard.OFF), ipv6);
  }
}
