package io.anyrack.service;

import io.anyrack.rack.address.Ipv4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;

/** The subnet mask of an address of this machine, as its BMC tells it. */
final class SubnetMask {
  private static final Ipv4Address LOOPBACK = Ipv4Address.parse("255.0.0.0");
  private static final Ipv4Address SINGLE = Ipv4Address.BROADCAST;

  private SubnetMask() {}

  /** As the interface has it; of an address that none has: that of a single host. */
  static Ipv4Address of(Ipv4Address address) {
    if (address.isLoopback()) {
      return LOOPBACK;
    }
    try {
      return Optional.ofNullable(NetworkInterface.getByInetAddress(address.toInetAddress()))
          .flatMap(
              found ->
                  found.getInterfaceAddresses().stream()
                      .filter(each -> each.getAddress().equals(address.toInetAddress()))
                      .map(InterfaceAddress::getNetworkPrefixLength)
                      .findFirst())
          .map(length -> new Ipv4Address(length == 0 ? 0 : -1 << (32 - length)))
          .orElse(SINGLE);
    } catch (SocketException e) {
      return SINGLE;
    }
  }
}
