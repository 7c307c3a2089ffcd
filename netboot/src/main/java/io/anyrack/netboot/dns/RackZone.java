package io.anyrack.netboot.dns;

import io.anyrack.netboot.port.Ports;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names of one rack: {@code node-1}, {@code node-1.lab}, {@code gateway}, and the way back from
 * their addresses.
 *
 * @param ports the rack
 * @param network the network from which is asked: the addresses nearest to the asker are told
 */
record RackZone(Ports ports, Network network) {
  /** Nodes come and go with the rack file, so answers are not to be kept for long. */
  private static final int TTL = 60;

  private static final String GATEWAY = "gateway";

  private static final Pattern REVERSE =
      Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.in-addr\\.arpa");

  /** The answer to {@code query}; empty if the name is none of the rack's. */
  Optional<DnsResponse> answer(DnsQuery query) {
    String name = query.name().toLowerCase(Locale.ROOT);
    String domain = ports.rack().name().toLowerCase(Locale.ROOT);
    Matcher reverse = REVERSE.matcher(name);
    if (reverse.matches()) {
      return reverse(reverse, query.type());
    } else if (name.equals(domain)) {
      return Optional.of(DnsResponse.own(List.of()));
    } else if (name.endsWith("." + domain)) {
      return Optional.of(host(name.substring(0, name.length() - domain.length() - 1), query));
    } else if (!name.isEmpty() && name.indexOf('.') < 0) {
      return Optional.of(host(name, query));
    }
    return Optional.empty();
  }

  private DnsResponse host(String host, DnsQuery query) {
    List<Ipv4Address> addresses =
        host.equals(GATEWAY) ? List.of(network.gateway()) : addresses(host);
    if (addresses.isEmpty() && node(host).isEmpty()) {
      return DnsResponse.noSuchName();
    }
    boolean asked = query.type() == DnsQuery.A || query.type() == DnsQuery.ANY;
    return DnsResponse.own(
        asked
            ? addresses.stream().<DnsRecord>map(a -> new DnsRecord.A(a, TTL)).toList()
            : List.of());
  }

  private Optional<NodeSpec> node(String host) {
    return ports.rack().nodes().stream()
        .filter(node -> node.name().equalsIgnoreCase(host))
        .findFirst();
  }

  /** A node's addresses on the asker's network, or else all that it has. */
  private List<Ipv4Address> addresses(String host) {
    List<Nic> nics = node(host).map(NodeSpec::nics).orElse(List.of());
    List<Ipv4Address> near =
        addresses(nics.stream().filter(nic -> nic.network().equals(network.name())));
    return near.isEmpty() ? addresses(nics.stream()) : near;
  }

  private static List<Ipv4Address> addresses(Stream<Nic> nics) {
    return nics.flatMap(nic -> nic.address().stream()).toList();
  }

  private Optional<DnsResponse> reverse(Matcher octets, int type) {
    Ipv4Address address;
    try {
      address =
          Ipv4Address.parse(
              String.join(".", octets.group(4), octets.group(3), octets.group(2), octets.group(1)));
    } catch (IllegalArgumentException e) {
      return Optional.of(DnsResponse.failed(DnsResponse.Code.NXDOMAIN)); // such as 300 in it
    }
    Rack rack = ports.rack();
    if (rack.networks().stream().noneMatch(known -> known.cidr().contains(address))) {
      return Optional.empty();
    }
    Stream<String> gateways =
        rack.networks().stream().filter(known -> known.gateway().equals(address)).map(_ -> GATEWAY);
    Stream<String> nodes =
        rack.nodes().stream()
            .filter(
                node ->
                    node.nics().stream()
                        .anyMatch(nic -> nic.address().equals(Optional.of(address))))
            .map(NodeSpec::name);
    Optional<String> host = Stream.concat(gateways, nodes).findFirst();
    if (host.isEmpty()) {
      return Optional.of(DnsResponse.noSuchName());
    }
    boolean asked = type == DnsQuery.PTR || type == DnsQuery.ANY;
    return Optional.of(
        DnsResponse.own(
            asked ? List.of(new DnsRecord.Ptr(host.get() + "." + rack.name(), TTL)) : List.of()));
  }
}
