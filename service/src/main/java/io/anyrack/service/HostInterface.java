package io.anyrack.service;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import java.io.IOException;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What this machine has around an address of its own, as the BMC that answers there tells it.
 *
 * @param mask of the address; of one that no interface has: that of a single host
 * @param gateway of the interface's default route; {@link Ipv4Address#ANY}: there is none
 * @param mac the interface's; empty: it has none, as the loopback's
 */
record HostInterface(Ipv4Address mask, Ipv4Address gateway, Optional<MacAddress> mac) {
  private static final HostInterface LOOPBACK =
      new HostInterface(Ipv4Address.parse("255.0.0.0"), Ipv4Address.ANY, Optional.empty());
  private static final HostInterface NONE =
      new HostInterface(Ipv4Address.BROADCAST, Ipv4Address.ANY, Optional.empty());

  /** Linux's main routing table. */
  private static final Path ROUTES = Path.of("/proc/net/route");

  private static final int DESTINATION = 1;
  private static final int GATEWAY = 2;
  private static final int MASK = 7;

  /** The interface that has an address now. */
  static HostInterface of(Ipv4Address address) {
    if (address.isLoopback()) {
      return LOOPBACK;
    }
    try {
      return Optional.ofNullable(NetworkInterface.getByInetAddress(address.toInetAddress()))
          .flatMap(found -> of(address, found))
          .orElse(NONE);
    } catch (SocketException e) {
      return NONE;
    }
  }

  private static Optional<HostInterface> of(Ipv4Address address, NetworkInterface found) {
    return found.getInterfaceAddresses().stream()
        .filter(each -> each.getAddress().equals(address.toInetAddress()))
        .map(InterfaceAddress::getNetworkPrefixLength)
        .map(length -> new Ipv4Address(length == 0 ? 0 : -1 << (32 - length)))
        .map(mask -> new HostInterface(mask, gateway(found.getName(), routes()), mac(found)))
        .findFirst();
  }

  private static Optional<MacAddress> mac(NetworkInterface found) {
    try {
      return Optional.ofNullable(found.getHardwareAddress())
          .filter(octets -> octets.length == MacAddress.LENGTH)
          .map(octets -> MacAddress.read(octets, 0));
    } catch (SocketException e) {
      return Optional.empty();
    }
  }

  private static List<String> routes() {
    try {
      return Files.readAllLines(ROUTES);
    } catch (IOException e) {
      return List.of(); // Other systems than Linux have no such file.
    }
  }

  /**
   * The gateway of an interface's default route.
   *
   * @param routes a line each as in {@code /proc/net/route}: addresses are hexadecimal, in the
   *     order of octets of the processor
   */
  static Ipv4Address gateway(String name, List<String> routes) {
    return routes.stream()
        .map(line -> line.split("\\s+"))
        .filter(route -> route.length > MASK && route[0].equals(name))
        .filter(route -> isZero(route[DESTINATION]) && isZero(route[MASK]))
        .map(route -> address(route[GATEWAY]))
        .findFirst()
        .orElse(Ipv4Address.ANY);
  }

  private static boolean isZero(String hexadecimal) {
    return address(hexadecimal).equals(Ipv4Address.ANY);
  }

  private static Ipv4Address address(String hexadecimal) {
    byte[] octets =
        ByteBuffer.allocate(Ipv4Address.LENGTH)
            .order(ByteOrder.nativeOrder())
            .putInt(Integer.parseUnsignedInt(hexadecimal, 16))
            .array();
    return Ipv4Address.read(octets, 0);
  }
}
