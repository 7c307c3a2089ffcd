package io.anyrack.rack.file;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import io.anyrack.rack.model.Network.HostRoute;
import io.anyrack.rack.model.Network.Ipv6;
import io.anyrack.rack.model.Network.Routing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what ties a network to others: a router, routes, IPv6. */
final class RoutingReader {
  static final int MOST_ROUTES = 20;

  /** What is the owner's of a network that exists. */
  private static final List<String> OF_THE_OWNER =
      List.of("router", "host-routes", "ipv6", "mtu", "dns", "metadata");

  /** Ends in at most 64 bits of network, so that hosts can make addresses of their own. */
  private static final int LEAST_PREFIX6 = 16;

  private static final int MOST_PREFIX6 = 126;
  private static final int SLAAC_PREFIX6 = 64;

  private RoutingReader() {}

  static Routing read(Section section, CloudRules rules) {
    rules.onlyOpenstack(section, "existing", "every network is made");
    rules.onlyOpenstack(section, "router", "outward: true lets guests out");
    rules.onlyOpenstack(section, "host-routes", "give a port dhcp-options: {121: …}");
    rules.onlyOpenstack(section, "ipv6", "networks have IPv4 only");
    boolean existing = section.get("existing").flatMap(Value::bool).orElse(false);
    if (existing && rules.isOpenstack()) {
      OF_THE_OWNER.stream()
          .flatMap(key -> section.get(key).stream())
          .filter(value -> !value.is("auto"))
          .forEach(
              value ->
                  value.problem(
                      "a network that exists is used as it is; remove "
                          + value.name()
                          + ", or existing"));
    }
    return new Routing(
        existing,
        section.get("router").flatMap(Names::cloudName),
        section.get("host-routes").map(RoutingReader::hostRoutes).orElse(List.of()),
        section
            .get("ipv6")
            .flatMap(value -> value.section(Keys.IPV6))
            .flatMap(RoutingReader::ipv6));
  }

  private static List<HostRoute> hostRoutes(Value value) {
    List<HostRoute> routes = new ArrayList<>();
    value
        .entries()
        .ifPresent(
            entries ->
                entries.forEach(
                    (key, nextHop) -> {
                      Optional<Ipv4Network> destination =
                          key.parsed(Ipv4Network::parse, "10.1.0.0/16");
                      Optional<Ipv4Address> address =
                          nextHop.parsed(Ipv4Address::parse, "192.0.2.254");
                      destination.ifPresent(
                          network ->
                              address.ifPresent(hop -> routes.add(new HostRoute(network, hop))));
                    }));
    if (routes.size() > MOST_ROUTES) {
      value.problem(
          "a network has at most %d host routes; here are %d"
              .formatted(MOST_ROUTES, routes.size()));
    }
    return routes;
  }

  private static Optional<Ipv6> ipv6(Section section) {
    Ipv6.Mode mode =
        section.get("mode").flatMap(value -> value.oneOf(Ipv6.Mode.class)).orElse(Ipv6.Mode.SLAAC);
    return section
        .require("cidr", "fd00:12::/64")
        .flatMap(value -> value.text().flatMap(text -> cidr(value, text, mode)))
        .map(cidr -> new Ipv6(cidr, mode));
  }

  private static Optional<String> cidr(Value value, String text, Ipv6.Mode mode) {
    Optional<Ipv6Cidr> cidr = value.parsed(text, Ipv6Cidr::parse, "fd00:12::/64");
    if (cidr.isEmpty()) {
      return Optional.empty();
    }
    int prefix = cidr.get().prefix();
    if (mode == Ipv6.Mode.SLAAC && prefix != SLAAC_PREFIX6) {
      value.problem(
          "hosts make their own addresses in a /64 (RFC 4862); %s is a /%d, take a /64 or mode:"
                  .formatted(text, prefix)
              + " dhcpv6");
    } else if (prefix < LEAST_PREFIX6 || prefix > MOST_PREFIX6) {
      value.problem(
          "an IPv6 network of a rack is a /%d to a /%d; %s is neither"
              .formatted(LEAST_PREFIX6, MOST_PREFIX6, text));
    }
    return Optional.of(text);
  }
}
