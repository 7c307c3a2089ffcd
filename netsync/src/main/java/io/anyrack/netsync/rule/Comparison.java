package io.anyrack.netsync.rule;

import static java.util.stream.Collectors.toList;

import io.anyrack.netsync.rule.Rules.OnFile;
import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.rack.sync.GuardedPort.Pair;
import io.anyrack.rack.sync.GuardedPort.Subnet;
import io.anyrack.rack.sync.Mark;
import io.anyrack.rack.sync.PortChange.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Ports as they are against what the sources say.
 *
 * <p>The first address a port is given on a subnet becomes its own there; further ones, and those
 * on subnets where ports make their addresses themselves, become exceptions of its guard. A port
 * that nothing is said of keeps what it has, unless another port is given it. What DHCP tells is
 * nothing sources know of: it shall be what is due.
 *
 * @param differences of all ports that are not as they shall be, in the target's order
 * @param findings what cannot be done
 */
public record Comparison(List<Difference> differences, List<Finding> findings) {
  /** Copies the lists. */
  public Comparison {
    differences = List.copyOf(differences);
    findings = List.copyOf(findings);
  }

  /** Compares. */
  public static Comparison of(List<GuardedPort> ports, Wishes wishes, Rules rules) {
    List<Finding> findings = new ArrayList<>();
    Map<String, Own> own = new HashMap<>();
    Map<IpAddress, String> claims = new HashMap<>();
    for (GuardedPort port : ports) {
      Own addresses = Own.of(port, port.guarded() ? wishes.of(port.mac()) : List.of());
      own.put(port.id(), addresses);
      addresses.first().values().forEach(address -> claims.put(address, port.id()));
    }
    PairRules pairs = new PairRules(ports, wishes, rules, findings);
    List<Difference> differences = new ArrayList<>();
    for (GuardedPort port : ports) {
      Own addresses = Optional.ofNullable(own.get(port.id())).orElseThrow();
      List<Place> places = places(port, addresses, claims);
      List<Pair> let = port.guarded() ? pairs.of(port, places, addresses.further()) : port.pairs();
      Difference difference =
          new Difference(
              port,
              places,
              let,
              mark(port, addresses, let, claims, wishes, rules),
              port.told().due());
      if (!difference.isNone()) {
        differences.add(difference);
      }
    }
    findings.addAll(strays(ports, wishes));
    return new Comparison(differences, findings);
  }

  /** What a port is given: its own address on each subnet, and the rest. */
  private record Own(Map<Subnet, IpAddress> first, List<IpAddress> further) {
    static Own of(GuardedPort port, List<IpAddress> said) {
      Map<Subnet, IpAddress> first = new HashMap<>();
      List<IpAddress> further = new ArrayList<>();
      for (IpAddress address : said) {
        Optional<Subnet> subnet = port.subnet(address);
        if (subnet.isEmpty()) {
          continue;
        }
        boolean own =
            !subnet.get().selfAddressed()
                && Optional.ofNullable(first.putIfAbsent(subnet.get(), address)).isEmpty();
        if (!own) {
          further.add(address);
        }
      }
      return new Own(first, further);
    }
  }

  private static List<Place> places(GuardedPort port, Own own, Map<IpAddress, String> claims) {
    List<Place> places = new ArrayList<>();
    for (Subnet subnet : port.subnets()) {
      Optional<IpAddress> first = Optional.ofNullable(own.first().get(subnet));
      if (first.isPresent()) {
        places.add(new Place.Exactly(first.get()));
        continue;
      }
      List<IpAddress> there =
          port.addresses().stream().filter(each -> subnet.cidr().contains(each)).toList();
      List<IpAddress> left =
          there.stream()
              .filter(each -> claims.getOrDefault(each, port.id()).equals(port.id()))
              .toList();
      left.forEach(each -> places.add(new Place.Exactly(each)));
      // Without any address the node could not even boot from the network.
      if (left.isEmpty() && !there.isEmpty()) {
        places.add(new Place.Any(subnet.cidr()));
      }
    }
    return places;
  }

  /**
   * The rack file's own address is its own whoever says it; a port that lost it to another one must
   * not be given it back by {@code up}.
   */
  private static Mark mark(
      GuardedPort port,
      Own own,
      List<Pair> pairs,
      Map<IpAddress, String> claims,
      Wishes wishes,
      Rules rules) {
    if (!port.guarded()) {
      return port.mark();
    }
    Optional<OnFile> file = rules.onFile(port.mac());
    boolean addresses =
        (port.mark().addresses() && !wishes.complete())
            || file.filter(each -> differ(port, own, each, claims)).isPresent();
    Set<Pair> added =
        pairs.stream()
            .filter(pair -> port.mark().pairs().contains(pair) || !port.pairs().contains(pair))
            .filter(pair -> file.filter(each -> each.pairs().contains(pair)).isEmpty())
            .collect(Collectors.toSet());
    return new Mark(addresses, added);
  }

  private static boolean differ(
      GuardedPort port, Own own, OnFile file, Map<IpAddress, String> claims) {
    return own.first().values().stream()
            .anyMatch(each -> each.version() == 4 && !file.addresses().contains(each))
        || file.addresses().stream()
            .anyMatch(each -> !claims.getOrDefault(each, port.id()).equals(port.id()));
  }

  private static List<Finding> strays(List<GuardedPort> ports, Wishes wishes) {
    Map<MacAddress, List<GuardedPort>> byMac =
        ports.stream().collect(Collectors.groupingBy(GuardedPort::mac, TreeMap::new, toList()));
    List<Finding> findings = new ArrayList<>();
    for (Wishes.Dispute dispute : wishes.disputes()) {
      byMac.getOrDefault(dispute.other(), List.of()).stream()
          .limit(1)
          .map(port -> new Finding(port.node(), disputed(dispute)))
          .forEach(findings::add);
    }
    byMac.forEach(
        (mac, with) ->
            wishes.of(mac).stream()
                .filter(address -> with.stream().noneMatch(p -> p.subnet(address).isPresent()))
                .map(address -> "is given " + address + ", which is on no subnet of its network")
                .map(text -> new Finding(with.getFirst().node(), text))
                .forEach(findings::add));
    return findings;
  }

  private static String disputed(Wishes.Dispute dispute) {
    return "is said to have "
        + dispute.address()
        + ", which "
        + dispute.believed()
        + " has; the source that was named first is believed";
  }
}
