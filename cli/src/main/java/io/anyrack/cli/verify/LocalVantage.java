package io.anyrack.cli.verify;

import io.anyrack.ipmi.console.UdpWire;
import io.anyrack.ipmi.console.Wire;
import io.anyrack.rack.RackException;
import io.anyrack.rack.address.Endpoint;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.net.Tap;
import io.anyrack.service.control.ControlClient;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** A rack on this machine, looked at from ports of its own switch. */
final class LocalVantage implements Vantage {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Endpoint METADATA = new Endpoint(Ipv4Address.parse("169.254.169.254"), 80);

  /** Locally administered; a second one for the place from which two others are looked at. */
  private static final MacAddress OWN = MacAddress.parse("02:41:52:00:00:01");

  private final Taps taps;
  private final Supplier<Set<String>> off;
  private final Supplier<Path> process;
  private final Rack rack;
  private final RandomGenerator random;

  /** Gives ports of the rack's switch. */
  interface Taps {
    /** The one of a node's NIC: in its place with its guard, or beside it with none. */
    Tap of(String node, int nic, boolean guarded);
  }

  /**
   * The vantage.
   *
   * @param off the nodes that are off
   * @param process what Linux says of the rack's service: a directory under {@code /proc}
   */
  LocalVantage(
      Taps taps,
      Supplier<Set<String>> off,
      Supplier<Path> process,
      Rack rack,
      RandomGenerator random) {
    this.taps = taps;
    this.off = off;
    this.process = process;
    this.rack = rack;
    this.random = random;
  }

  /** The same of a rack whose service runs. */
  static LocalVantage of(ControlClient service, Rack rack, RandomGenerator random) {
    return new LocalVantage(
        (node, nic, guarded) -> ControlTap.open(service, node, nic, guarded),
        () -> off(service),
        () -> Path.of("/proc", String.valueOf(service.call("hello").path("pid").asLong())),
        rack,
        random);
  }

  /** A NIC of a node. */
  private record Place(NodeSpec node, int index, Nic nic) {}

  private List<Place> places(Network network) {
    return rack.nodes().stream()
        .flatMap(
            node ->
                IntStream.range(0, node.nics().size())
                    .mapToObj(index -> new Place(node, index, node.nics().get(index))))
        .filter(place -> place.nic().network().equals(network.name()))
        .toList();
  }

  @Override
  public Standpoint at(Network network) {
    Place place =
        places(network).stream()
            .min(
                (a, b) -> Boolean.compare(a.nic().address().isEmpty(), b.nic().address().isEmpty()))
            .orElseThrow(() -> new CannotTryException("no node is on " + network.name(), ""));
    return new Standpoint(
        taps.of(place.node().name(), place.index(), false),
        OWN,
        place.nic().mac(),
        place.nic().address(),
        free(network),
        "a port beside " + place.node().name());
  }

  /** An address of the network that nothing of the rack has. */
  private Ipv4Address free(Network network) {
    Set<Ipv4Address> taken = new HashSet<>(Set.of(network.gateway()));
    taken.addAll(network.dns());
    if (network.metadata() instanceof Network.Metadata.Installer(var address)) {
      taken.add(address);
    }
    List<Nic> nics = rack.nodes().stream().flatMap(node -> node.nics().stream()).toList();
    nics.forEach(nic -> nic.address().ifPresent(taken::add));
    int last = network.cidr().broadcast().bits();
    return IntStream.range(1, (int) Math.min(network.cidr().size() - 1, 1 << 16))
        .mapToObj(back -> new Ipv4Address(last - back))
        .filter(address -> !taken.contains(address) && !network.pool().contains(address))
        .filter(
            address ->
                nics.stream()
                    .flatMap(nic -> nic.allowedPairs().stream())
                    .noneMatch(pair -> pair.cidr().contains(address)))
        .findFirst()
        .orElseThrow(
            () ->
                new CannotTryException(
                    "all addresses of " + network.name() + " are taken", "take a smaller pool"));
  }

  @Override
  public Wire bmc(InetSocketAddress address) {
    return new UdpWire(address);
  }

  @Override
  public String bmcFrom() {
    return "here";
  }

  @Override
  public Set<Ipv4Address> dhcpServers(Network network) {
    return Set.of(network.gateway());
  }

  @Override
  public int mtu(Network network) {
    return network.mtu();
  }

  /** The rack's own DHCP server tells what the rack file says, and nobody else can change that. */
  @Override
  public Map<String, Integer> mtus(Network network) {
    Map<String, Integer> told = new TreeMap<>();
    for (Place place : places(network)) {
      for (Nic.DhcpOption option : place.nic().dhcpOptions()) {
        ToldMtu.of(option.name(), option.value())
            .ifPresent(mtu -> told.put(place.node().name(), mtu));
      }
    }
    return told;
  }

  /** A port of the switch has no programs of its own. */
  @Override
  public boolean unheard(Standpoint here) {
    return false;
  }

  @Override
  public MetadataAnswer metadata(Network network, Ipv4Address via) throws InterruptedException {
    try (Standpoint here = at(network)) {
      MacAddress next =
          new Exchange(here, PATIENCE)
              .resolve(via)
              .orElseThrow(() -> new RackException("nobody has " + via + " on " + network.name()));
      return new MetadataAnswer(new TcpProbe(here, METADATA, next, PATIENCE, random).get("/"), "");
    }
  }

  @Override
  public Sharers sharers(Network network, Ipv4Address shared) {
    List<Place> users =
        places(network).stream().filter(place -> mayUse(place.nic(), network, shared)).toList();
    Set<String> idle = off.get();
    List<Place> usable =
        users.stream().filter(place -> idle.contains(place.node().name())).limit(2).toList();
    if (users.size() < 2) {
      throw new RackException(
          shared + " is open on " + users.size() + " port(s) of " + network.name());
    }
    if (usable.size() < 2) {
      throw new CannotTryException(
          "fewer than two nodes that may use it are off, and its move would disturb those that run",
          "switch two of them off and try again");
    }
    List<Standpoint> made = new ArrayList<>();
    try {
      usable.forEach(place -> made.add(standpoint(place, shared)));
    } catch (RuntimeException e) {
      made.forEach(Standpoint::close);
      throw e;
    }
    return new Sharers.Stead(made.getFirst(), made.getLast());
  }

  private Standpoint standpoint(Place place, Ipv4Address shared) {
    Nic nic = place.nic();
    MacAddress mac =
        nic.allowedPairs().stream()
            .filter(pair -> pair.cidr().contains(shared))
            .flatMap(pair -> pair.mac().stream())
            .findFirst()
            .orElse(nic.mac());
    return new Standpoint(
        taps.of(place.node().name(), place.index(), true),
        mac,
        nic.mac(),
        nic.address(),
        shared,
        place.node().name());
  }

  private static boolean mayUse(Nic nic, Network network, Ipv4Address shared) {
    return switch (nic.guard()) {
      case OFF -> true;
      case SUBNET -> network.cidr().contains(shared) || paired(nic, shared);
      case EXACT -> paired(nic, shared);
    };
  }

  private static boolean paired(Nic nic, Ipv4Address shared) {
    return nic.allowedPairs().stream().anyMatch(pair -> pair.cidr().contains(shared));
  }

  private static Set<String> off(ControlClient service) {
    Set<String> off = new HashSet<>();
    for (JsonNode node : service.call("status").path("nodes")) {
      if (node.path("state").asString("").equals("off")) {
        off.add(node.path("name").asString(""));
      }
    }
    return off;
  }

  @Override
  public Optional<String> sockets() {
    return ProcSockets.read(process.get());
  }
}
