package io.anyrack.cli.site;

import io.anyrack.rack.RackException;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Rack;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.CRC32;

/** Where nodes of a cloud reach the boot server on this machine, where the rack file leaves it. */
final class BootPlace {
  /** Below the ports that kernels choose for connections outward. */
  private static final int LOWEST_PORT = 20_000;

  private static final int PORTS = 10_000;

  private BootPlace() {}

  /**
   * The rack with a place for its boot server.
   *
   * @param applied the rack as it was applied before: its place stays
   * @param api the cloud's own address, asked for where it is needed: the address this machine has
   *     towards it is the best guess at what nodes there can reach
   */
  static Rack complete(Rack rack, Optional<Rack> applied, Supplier<URI> api) {
    if (!(rack.cloud() instanceof CloudSpec.Openstack)
        || !(rack.bmc().placement() instanceof BmcSpec.Placement.Here)) {
      return rack;
    }
    Rack known = ifKnown(rack, applied);
    return known.boot().address().isPresent()
        ? known
        : ifKnown(rack.withBoot(rack.boot().at(towards(api.get()), rack.boot().port())), applied);
  }

  /**
   * The rack with the place of its boot server, if the file or what was applied before says its
   * address; else as it is.
   */
  static Rack ifKnown(Rack rack, Optional<Rack> applied) {
    Optional<BootSpec> before = applied.map(Rack::boot);
    Optional<Ipv4Address> address =
        rack.boot().address().or(() -> before.flatMap(BootSpec::address));
    if (address.isEmpty()) {
      return rack;
    }
    int port = rack.boot().port();
    if (port == 0) {
      port = before.map(BootSpec::port).filter(p -> p != 0).orElseGet(() -> port(rack.name()));
    }
    return rack.withBoot(rack.boot().at(address.get(), port));
  }

  /** The same each time, for DHCP tells it to nodes; another for each rack, as far as it goes. */
  private static int port(String rack) {
    CRC32 sum = new CRC32();
    sum.update(rack.getBytes(StandardCharsets.UTF_8));
    return LOWEST_PORT + (int) (sum.getValue() % PORTS);
  }

  private static Ipv4Address towards(URI api) {
    try (DatagramSocket socket = new DatagramSocket()) {
      // Sends nothing: it only looks up the route.
      socket.connect(new InetSocketAddress(api.getHost(), api.getPort() < 0 ? 443 : api.getPort()));
      if (socket.getLocalAddress() instanceof Inet4Address address
          && !address.isAnyLocalAddress()) {
        return Ipv4Address.of(address);
      }
    } catch (IOException | RuntimeException e) {
      throw unknown(api, e);
    }
    throw unknown(api, new IOException("no IPv4 route"));
  }

  private static RackException unknown(URI api, Exception e) {
    return new RackException(
        "cannot tell by which address nodes reach this machine (the way to "
            + api
            + ": "
            + e.getMessage()
            + "); say it in the rack file: boot: {address: ADDRESS}",
        e);
  }
}
