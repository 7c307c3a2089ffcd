package io.anyrack.netboot.dhcp;

import io.anyrack.netboot.file.BootPrograms;
import io.anyrack.netboot.port.Port;
import io.anyrack.netboot.script.BootPath;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import io.anyrack.rack.dhcp.OptionName;
import io.anyrack.rack.model.Network;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a client is told beside its address.
 *
 * @param nextServer where to load the boot file from ({@code siaddr})
 * @param bootFile what to load; empty: nothing
 * @param options the options
 * @param own the codes of those that the rack file sets on the port
 */
record Parameters(
    Ipv4Address nextServer, Optional<String> bootFile, DhcpOptions options, Set<Integer> own) {
  private static final Ipv4Network METADATA = Ipv4Network.parse("169.254.169.254/32");
  private static final Ipv4Network EVERYWHERE = Ipv4Network.parse("0.0.0.0/0");

  /**
   * iPXE's {@code no-pxedhcp} (sub-option 176 of option 175): take this offer and do not wait for
   * another from a proxy DHCP server. Saves three seconds of each boot.
   */
  private static final byte[] NO_PXE_DHCP = {(byte) 176, 1, 1};

  /** What the client behind {@code port} is told: the network's parameters, then the port's own. */
  static Parameters of(Port port, ClientClass client, BootPrograms programs) {
    Network network = port.network();
    DhcpOptions options =
        DhcpOptions.NONE
            .with(OptionCode.SUBNET_MASK, network.cidr().mask())
            .with(OptionCode.ROUTER, network.gateway())
            .with(OptionCode.DNS_SERVER, resolvers(network))
            .with(OptionCode.HOST_NAME, port.node().name())
            .with(OptionCode.DOMAIN_NAME, port.rack().name())
            .withU16(OptionCode.MTU, network.mtu())
            .with(OptionCode.BROADCAST, network.cidr().broadcast());
    Optional<String> bootFile = bootFile(client, programs, network.gateway());
    if (bootFile.isPresent()) {
      options = options.with(OptionCode.BOOT_FILE, bootFile.get());
    }
    options =
        switch (client) {
          case ClientClass.HttpBoot _ -> options.with(OptionCode.VENDOR_CLASS, "HTTPClient");
          case ClientClass.Ipxe _, ClientClass.Pxe _ -> options.with(OptionCode.IPXE, NO_PXE_DHCP);
          case ClientClass.Other _ -> options;
        };
    return override(port, client, network.gateway(), options);
  }

  private static byte[] resolvers(Network network) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (network.dns().isEmpty()) {
      out.writeBytes(network.gateway().octets());
    }
    network.dns().forEach(server -> out.writeBytes(server.octets()));
    return out.toByteArray();
  }

  /** iPXE gets its script; a firmware gets iPXE first, where there is a build for it. */
  private static Optional<String> bootFile(
      ClientClass client, BootPrograms programs, Ipv4Address gateway) {
    return switch (client) {
      case ClientClass.Ipxe _ -> Optional.of(BootPath.url(gateway, BootPath.SCRIPT));
      case ClientClass.Pxe(Optional<Architecture> architecture) ->
          architecture.map(Architecture::programs).flatMap(programs::first);
      case ClientClass.HttpBoot(Optional<Architecture> architecture) ->
          architecture
              .map(Architecture::programs)
              .flatMap(programs::first)
              .map(program -> BootPath.url(gateway, BootPath.PROGRAMS + program));
      case ClientClass.Other _ -> Optional.empty();
    };
  }

  /** The port's own options replace the network's, and what follows from those follows them. */
  private static Parameters override(
      Port port, ClientClass client, Ipv4Address gateway, DhcpOptions defaults) {
    DhcpOptions options = defaults;
    Optional<Ipv4Address> nextServer = Optional.empty();
    Set<Integer> own = new HashSet<>();
    for (ExtraOption extra : ExtraOption.toldTo(client, port.nic())) {
      own.add(extra.code());
      if (extra.code() == OptionName.SERVER_IP_ADDRESS) {
        nextServer = DhcpOptions.NONE.with(extra.code(), extra.value()).address(extra.code());
      } else if (extra.value().length == 0) {
        options = options.without(extra.code());
      } else {
        options = options.with(extra.code(), extra.value());
      }
    }
    DhcpOptions told = options;
    Ipv4Address server =
        nextServer
            .or(() -> told.address(OptionCode.TFTP_SERVER_ADDRESS))
            .or(() -> told.text(OptionCode.TFTP_SERVER).flatMap(Parameters::address))
            .orElse(gateway);
    Optional<String> bootFile = options.text(OptionCode.BOOT_FILE);
    if (bootFile.isPresent() && options.get(OptionCode.TFTP_SERVER).isEmpty()) {
      options = options.with(OptionCode.TFTP_SERVER, server.toString());
    }
    return new Parameters(server, bootFile, withMetadataRoute(port.network(), options), own);
  }

  private static Optional<Ipv4Address> address(String text) {
    try {
      return Optional.of(Ipv4Address.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a host name, which only the client can resolve
    }
  }

  /**
   * Adds a host route to the metadata address where it is not reached through the default router. A
   * client that understands routes ignores the router option (RFC 3442), so the default route is
   * among them.
   */
  private static DhcpOptions withMetadataRoute(Network network, DhcpOptions options) {
    Optional<Ipv4Address> through =
        switch (network.metadata()) {
          case Network.Metadata.Cloud _ -> Optional.of(network.gateway());
          case Network.Metadata.Installer(Ipv4Address address) -> Optional.of(address);
          case Network.Metadata.None _ -> Optional.empty();
        };
    Optional<Ipv4Address> router = options.address(OptionCode.ROUTER);
    if (through.isEmpty()
        || through.equals(router)
        || options.get(OptionCode.CLASSLESS_ROUTES).isPresent()) {
      return options;
    }
    List<ClasslessRoute> routes = new ArrayList<>();
    routes.add(new ClasslessRoute(METADATA, through.get()));
    router.ifPresent(address -> routes.add(new ClasslessRoute(EVERYWHERE, address)));
    return options.with(OptionCode.CLASSLESS_ROUTES, ClasslessRoute.encode(routes));
  }

  /**
   * The boot file for the field {@code file}, which older boot ROMs read in place of option 67; ""
   * if it is too long for the field.
   */
  String fileField() {
    return bootFile.filter(name -> name.getBytes(StandardCharsets.UTF_8).length < 128).orElse("");
  }
}
