package io.anyrack.cli.verify;

import io.anyrack.cli.verify.Listeners.Expected;
import io.anyrack.rack.RackException;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.ServerSpec;
import io.anyrack.service.control.ControlClient;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Which checks a rack gets. */
final class Checks {
  private static final int SSH = 22;
  private static final int TFTP = 69;

  /** A DHCP server may first look whether an address is in use: dnsmasq takes 3 s for that. */
  private static final Duration DHCP_WINDOW = Duration.ofSeconds(4);

  private static final Duration IPMI = Duration.ofSeconds(3);
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** A cloud is looked at each 5 s. */
  private static final Duration POWER_SETTLES = Duration.ofSeconds(15);

  private final Rack rack;
  private final ControlClient service;
  private final Vantage vantage;
  private final Wishes wishes;
  private final Function<ServerSpec, String> outside;
  private final SecureRandom random = new SecureRandom();

  /**
   * Checks of a rack.
   *
   * @param outside where a server is reached from outside of its project
   */
  Checks(
      Rack rack,
      ControlClient service,
      Vantage vantage,
      Wishes wishes,
      Function<ServerSpec, String> outside) {
    this.rack = rack;
    this.service = service;
    this.vantage = vantage;
    this.wishes = wishes;
    this.outside = outside;
  }

  /** All of them, in the order in which they are tried. */
  List<Check> all() {
    List<JsonNode> nodes = new ArrayList<>();
    service.call("nodes").path("nodes").forEach(nodes::add);
    List<BmcLogin> logins = nodes.stream().map(node -> BmcLogin.of(node, vantage, IPMI)).toList();
    return Stream.of(
            Stream.of(installer()),
            logins.stream().map(login -> new BmcSession(login, vantage.bmcFrom())),
            logins.stream().map(login -> new PowerAgrees(login, service, POWER_SETTLES)),
            rack.networks().stream()
                .map(
                    net ->
                        new DhcpServers(net, vantage, installerAddress(net), DHCP_WINDOW, random)),
            rack.networks().stream()
                .map(net -> new LargestPacket(net, vantage, DHCP_WINDOW, random)),
            rack.networks().stream()
                .map(net -> new MetadataAnswers(net, vantage, DHCP_WINDOW, random)),
            shared(),
            boots(),
            Stream.of(new Listeners(vantage, expected(nodes))))
        .flatMap(each -> each)
        .map(Check.class::cast)
        .toList();
  }

  private Check installer() {
    return rack.installer()
        .<Check>map(
            server ->
                new InstallerReachable(
                    server.name(),
                    () -> new InetSocketAddress(outside.apply(server), SSH),
                    CONNECT))
        .orElseGet(() -> new Skipped("reachable", "installer", "the rack has no installer", ""));
  }

  private Optional<Ipv4Address> installerAddress(Network network) {
    return rack.installer().stream()
        .flatMap(server -> server.nics().stream())
        .filter(nic -> nic.network().equals(network.name()))
        .flatMap(nic -> nic.address().stream())
        .findFirst();
  }

  /** Addresses that several nodes of a network may use, and those that were named. */
  private Stream<Check> shared() {
    List<Check> checks = new ArrayList<>();
    for (Network network : rack.networks()) {
      Set<Ipv4Address> addresses = new LinkedHashSet<>();
      List<Ipv4Address> single =
          rack.nodes().stream()
              .flatMap(node -> node.nics().stream())
              .filter(nic -> nic.network().equals(network.name()))
              .flatMap(nic -> nic.allowedPairs().stream())
              .map(Nic.AddressPair::cidr)
              .filter(cidr -> cidr.prefix() == 32 && network.cidr().contains(cidr.base()))
              .map(cidr -> cidr.base())
              .toList();
      single.stream()
          .filter(address -> single.stream().filter(address::equals).count() > 1)
          .forEach(addresses::add);
      wishes.shared().stream().filter(network.cidr()::contains).forEach(addresses::add);
      addresses.forEach(
          address -> checks.add(new SharedAddress(network, address, vantage, DHCP_WINDOW)));
    }
    wishes.shared().stream()
        .filter(address -> rack.networks().stream().noneMatch(n -> n.cidr().contains(address)))
        .forEach(
            address -> {
              throw new RackException(address + " is in no network of the rack");
            });
    return checks.isEmpty()
        ? Stream.of(
            new Skipped(
                "vip",
                "nodes",
                "the rack file has no address that several nodes may use",
                "name one with --vip"))
        : checks.stream();
  }

  private Stream<Check> boots() {
    wishes.boot().stream()
        .filter(node -> rack.node(node).isEmpty())
        .forEach(
            node -> {
              throw new RackException("the rack has no node '" + node + "'");
            });
    return wishes.boot().isEmpty()
        ? Stream.of(
            new Skipped("boot", "nodes", "no node was named", "try one that is off: --boot NODE"))
        : wishes.boot().stream().map(node -> new DryBoot(service, node, wishes.bootWithin()));
  }

  /**
   * PORTS.md, for this rack. Those of the kernel's choice come last: they would fit others, too.
   */
  private List<Expected> expected(List<JsonNode> nodes) {
    boolean onServer = rack.bmcServer().isPresent();
    Set<Expected> expected = new LinkedHashSet<>();
    for (JsonNode node : nodes) {
      JsonNode bmc = node.path("bmc");
      String host = onServer ? "*" : bmc.path("ipmi").path("host").asString("");
      String name = node.path("name").asString("");
      expected.add(
          new Expected("IPMI of " + name, "udp", host, bmc.path("ipmi").path("port").asInt()));
      JsonNode redfish = bmc.path("redfish");
      if (redfish.path("url").isString()) {
        expected.add(tcp("Redfish of " + name, host, redfish.path("url").asString()));
        expected.add(tcp("Redfish", host, redfish.path("rack").path("url").asString("")));
      }
    }
    if (onServer) {
      expected.add(new Expected("TFTP", "udp", "*", TFTP));
    }
    expected.add(
        rack.cloud() instanceof CloudSpec.Local
            ? new Expected("boot services", "tcp", "127.0.0.1", 0)
            : new Expected("boot services", "tcp", "*", rack.boot().port()));
    return List.copyOf(expected);
  }

  private static Expected tcp(String what, String host, String url) {
    return new Expected(what, "tcp", host, URI.create(url).getPort());
  }
}
