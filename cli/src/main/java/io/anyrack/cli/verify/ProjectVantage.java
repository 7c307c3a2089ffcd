package io.anyrack.cli.verify;

import io.anyrack.cli.remote.RemoteException;
import io.anyrack.cli.remote.ServerShell;
import io.anyrack.cli.verify.RackPlaces.Place;
import io.anyrack.ipmi.console.UdpWire;
import io.anyrack.ipmi.console.Wire;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.sync.NodePorts;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.rack.RackException;
import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.ServerSpec;
import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.service.control.ControlClient;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A rack in a project of a cloud, looked at from its servers over SSH. */
final class ProjectVantage implements Vantage {
  private static final Duration COMMAND = Duration.ofSeconds(60);
  private static final String DHCP = "network:dhcp";

  /** A line of proc(5)'s table with a socket on port 67 of any address. */
  private static final Pattern DHCP_SERVER =
      Pattern.compile("(?m)^ *[0-9]+: [0-9A-F]{8}:0043 00000000:0000 ");

  private final Rack rack;
  private final Project project;
  private final ControlClient service;
  private final Function<ServerSpec, ServerShell> shells;
  private final RackPlaces places;

  /**
   * The vantage.
   *
   * @param project as its user
   * @param service the rack's
   * @param shells leads to a server
   */
  ProjectVantage(
      Rack rack, Project project, ControlClient service, Function<ServerSpec, ServerShell> shells) {
    this.rack = rack;
    this.project = project;
    this.service = service;
    this.shells = shells;
    this.places = new RackPlaces(rack);
  }

  /** From the first server that lets itself be asked. */
  @Override
  public Standpoint at(Network network) {
    List<String> faults = new ArrayList<>();
    for (Place place : places.on(network)) {
      try {
        return at(network, place);
      } catch (CannotTryException | RemoteException e) {
        faults.add(e.getMessage());
      }
    }
    throw new CannotTryException(
        String.join("; ", faults),
        "what is needed on one of them: SSH, perl, and sudo without a password");
  }

  private Standpoint at(Network network, Place place) {
    Nic nic = place.nic();
    Ipv4Address own =
        nic.address()
            .or(() -> address(nic))
            .orElseThrow(
                () ->
                    new CannotTryException(
                        place.server().name() + " has no address on " + network.name(), ""));
    Optional<Nic> node = asNode(network);
    return new Standpoint(
        Relay.frames(shells.apply(place.server()), nic.mac()).tap(),
        nic.mac(),
        node.map(Nic::mac).orElse(nic.mac()),
        node.map(Nic::address).orElse(Optional.of(own)),
        own,
        place.server().name());
  }

  /** An installer may answer those alone that it knows: its nodes. The cloud knows all ports. */
  private Optional<Nic> asNode(Network network) {
    return network.dhcp() == Network.Dhcp.INSTALLER
        ? rack.nodes().stream()
            .flatMap(node -> node.nics().stream())
            .filter(nic -> nic.network().equals(network.name()))
            .findFirst()
        : Optional.empty();
  }

  @Override
  public boolean unheard(Standpoint here) {
    return rack.allServers().stream()
        .filter(server -> server.name().equals(here.where()))
        .map(
            server ->
                shells.apply(server).run("reading the DHCP sockets", "cat /proc/net/udp", COMMAND))
        .anyMatch(table -> DHCP_SERVER.matcher(table).find());
  }

  private Optional<Ipv4Address> address(Nic nic) {
    return project.neutron().ports().tagged(new RackTags(rack.name()).tag()).stream()
        .filter(port -> port.mac().equals(nic.mac().toString()))
        .flatMap(ProjectVantage::addresses)
        .findFirst();
  }

  private static Stream<Ipv4Address> addresses(Port port) {
    return port.fixedIps().stream()
        .map(Port.FixedIp::address)
        .filter(address -> !address.contains(":"))
        .map(Ipv4Address::parse);
  }

  private Optional<ServerSpec> bmcPlace() {
    return rack.installer().or(rack::bmcServer);
  }

  @Override
  public Wire bmc(InetSocketAddress address) {
    return bmcPlace()
        .map(server -> Relay.datagrams(shells.apply(server), address).wire())
        .orElseGet(() -> new UdpWire(address));
  }

  @Override
  public String bmcFrom() {
    return bmcPlace().map(ServerSpec::name).orElse("here");
  }

  private io.anyrack.openstack.neutron.Network there(Network network) {
    return (network.routing().existing()
            ? project.neutron().networks().named(network.name()).stream()
            : project.neutron().networks().tagged(new RackTags(rack.name()).tag()).stream()
                .filter(
                    each ->
                        RackTags.name(RackTags.effective(each.tags(), each.description()))
                            .equals(Optional.of(network.name()))))
        .findFirst()
        .orElseThrow(
            () -> new RackException("the project has no network '" + network.name() + "'"));
  }

  @Override
  public Set<Ipv4Address> dhcpServers(Network network) {
    return project
        .neutron()
        .ports()
        .list(Map.of("network_id", there(network).id(), "device_owner", DHCP))
        .stream()
        .flatMap(ProjectVantage::addresses)
        .collect(Collectors.toSet());
  }

  @Override
  public int mtu(Network network) {
    return there(network).mtu();
  }

  @Override
  public Map<String, Integer> mtus(Network network) {
    String id = there(network).id();
    Map<String, Integer> told = new TreeMap<>();
    for (Port port : project.neutron().ports().tagged(new RackTags(rack.name()).tag())) {
      List<String> tags = RackTags.effective(port.tags(), port.description());
      if (port.network().equals(id) && RackTags.role(tags).equals(Optional.of("node"))) {
        String node = RackTags.name(tags).orElse("").replaceFirst("/.*", "");
        port.dhcpOptions().stream()
            .filter(option -> option.ipVersion() == 4)
            .flatMap(option -> ToldMtu.of(option.name(), option.value()).stream())
            .forEach(mtu -> told.put(node, mtu));
      }
    }
    return told;
  }

  @Override
  public MetadataAnswer metadata(Network network, Ipv4Address via) {
    return new ProjectMetadata(rack, project, shells, there(network).id()).look(network, via);
  }

  @Override
  public Sharers sharers(Network network, Ipv4Address shared) {
    IpAddress address = IpAddress.of(shared);
    Map<MacAddress, Set<String>> open = new HashMap<>();
    Set<String> names = new HashSet<>();
    new NodePorts(project.neutron(), rack, () -> false)
        .ports().stream()
            .filter(port -> port.subnet(address).isPresent())
            .forEach(
                port ->
                    macs(port, address)
                        .forEach(
                            mac -> {
                              names.add(port.node());
                              open.computeIfAbsent(mac, _ -> new HashSet<>()).add(port.node());
                            }));
    if (names.size() < 2) {
      throw new RackException(shared + " is open on " + names.size() + " port(s) of nodes");
    }
    return new Sharers.Nodes(open);
  }

  /** With which MACs a port's guard lets an address through. */
  private static Stream<MacAddress> macs(GuardedPort port, IpAddress address) {
    return port.guarded()
        ? port.pairs().stream()
            .filter(pair -> pair.address().contains(address))
            .map(GuardedPort.Pair::mac)
        : Stream.of(port.mac());
  }

  @Override
  public Optional<String> sockets() {
    long pid = service.call("hello").path("pid").asLong();
    return rack.bmcServer()
        .map(
            server ->
                Optional.of(
                    shells
                        .apply(server)
                        .run("reading sockets", "pid=" + pid + "\n" + ProcSockets.SCRIPT, COMMAND)))
        .orElseGet(() -> ProcSockets.read(Path.of("/proc", String.valueOf(pid))));
  }
}
