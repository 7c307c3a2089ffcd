package io.anyrack.rack.file;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import io.anyrack.rack.address.Ipv4Range;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Network.Dhcp;
import io.anyrack.rack.model.Network.Guard;
import io.anyrack.rack.model.Network.Metadata;
import io.anyrack.rack.model.Network.Routing;
import java.util.List;
import java.util.Optional;

/** Reads one entry of {@code networks}. */
final class NetworkReader {
  static final int LEAST_MTU = 576;
  static final int MOST_MTU = 9000;
  static final int DEFAULT_MTU = 1500;

  /** What the cloud's networks carry. */
  static final int MTU_OF_CLOUD = 0;

  private final CloudRules rules;

  NetworkReader(CloudRules rules) {
    this.rules = rules;
  }

  /** What a rack has whose file names no networks. */
  Network defaultNetwork() {
    Ipv4Network cidr = Ipv4Network.parse("192.0.2.0/24");
    return new Network(
        "provision",
        cidr,
        Subnet.gateway(cidr),
        Dhcp.CLOUD,
        guard(Dhcp.CLOUD),
        defaultMtu(),
        Subnet.pool(cidr),
        new Metadata.Cloud(),
        false,
        List.of(),
        Network.Routing.NONE);
  }

  /**
   * The guard that lets pass what the answerer of DHCP causes: addresses of the cloud are known;
   * those of an installer's DHCP server are not; without DHCP guests choose from the network.
   */
  static Guard guard(Dhcp dhcp) {
    return switch (dhcp) {
      case CLOUD -> Guard.EXACT;
      case INSTALLER -> Guard.OFF;
      case NONE -> Guard.SUBNET;
    };
  }

  private int defaultMtu() {
    return rules.isOpenstack() ? MTU_OF_CLOUD : DEFAULT_MTU;
  }

  Optional<Network> read(Section section, Optional<String> name) {
    rules.onlyLocal(section, "outward", "a router leads out: router: NAME");
    Routing routing = RoutingReader.read(section, rules);
    Optional<Ipv4Network> cidr =
        section
            .require("cidr", "10.0.0.0/24")
            .flatMap(value -> value.parsed(Subnet::parse, "10.0.0.0/24"));
    Dhcp dhcp =
        section.get("dhcp").flatMap(value -> value.oneOf(Dhcp.class, "auto")).orElse(Dhcp.CLOUD);
    // What does not depend on the addresses is looked at even where they are wrong.
    Guard guard =
        section.get("guard").flatMap(value -> value.oneOf(Guard.class, "auto")).orElse(guard(dhcp));
    int mtu = section.get("mtu").flatMap(NetworkReader::mtu).orElse(defaultMtu());
    boolean outward = section.get("outward").flatMap(Value::bool).orElse(false);
    Optional<Ipv4Address> gateway = section.get("gateway").flatMap(NetworkReader::address);
    Optional<Ipv4Range> pool =
        section
            .get("pool")
            .flatMap(value -> value.parsed(Ipv4Range::parse, "192.0.2.30-192.0.2.199"));
    Metadata metadata =
        section.get("metadata").flatMap(this::metadata).orElseGet(Metadata.Cloud::new);
    List<Ipv4Address> dns =
        section.get("dns").stream()
            .flatMap(value -> value.oneOrMore().stream())
            .flatMap(value -> address(value).stream())
            .toList();
    if (rules.isOpenstack() && !routing.existing() && section.get("router").isEmpty()) {
      section
          .get("gateway")
          .ifPresent(
              value ->
                  value.problem(
                      "a gateway is the address of a router; add router: NAME, or remove gateway"));
    }
    cidr.ifPresent(
        network -> {
          gateway.ifPresent(address -> Subnet.isHost(section.place("gateway"), network, address));
          pool.ifPresent(range -> checkPool(section.place("pool"), network, range));
          if (metadata instanceof Metadata.Installer(Ipv4Address address)
              && Subnet.isHost(section.place("metadata"), network, address)
              && address.equals(gateway.orElse(Subnet.gateway(network)))
              && !(rules.isOpenstack() && routing.router().isEmpty())) {
            section
                .place("metadata")
                .problem(
                    "address "
                        + address
                        + " is the gateway of "
                        + network
                        + "; give the installer's own address");
          }
        });
    return cidr.flatMap(
        network ->
            name.map(
                text ->
                    new Network(
                        text,
                        network,
                        gateway.orElse(Subnet.gateway(network)),
                        dhcp,
                        guard,
                        mtu,
                        pool.orElse(Subnet.pool(network)),
                        metadata,
                        outward,
                        dns,
                        routing)));
  }

  private static Optional<Integer> mtu(Value value) {
    return value.is("auto") ? Optional.empty() : value.integer(LEAST_MTU, MOST_MTU);
  }

  private static Optional<Ipv4Address> address(Value value) {
    return value.parsed(Ipv4Address::parse, "192.0.2.1");
  }

  private static void checkPool(Value value, Ipv4Network network, Ipv4Range pool) {
    if (!network.isHost(pool.first()) || !network.isHost(pool.last())) {
      value.problem(
          "the pool "
              + pool
              + " is not inside the network "
              + network
              + "; an example: "
              + Subnet.pool(network));
    }
  }

  private Optional<Metadata> metadata(Value value) {
    if (value.isMapping()) {
      return value
          .section(Keys.METADATA)
          .flatMap(section -> section.require("installer", "192.0.2.240"))
          .flatMap(NetworkReader::address)
          .map(Metadata.Installer::new);
    }
    if (value.is("installer")) {
      value.problem(
          "metadata has no address of the installer; write metadata: {installer: 192.0.2.240}");
      return Optional.empty();
    }
    if (rules.isOpenstack() && value.is("none")) {
      value.problem(
          "a project cannot silence its cloud's metadata service; write cloud, or {installer:"
              + " ADDRESS}");
      return Optional.empty();
    }
    return value
        .oneOf(List.of("cloud", "none", "installer"))
        .map(word -> word.equals("none") ? new Metadata.None() : new Metadata.Cloud());
  }
}
