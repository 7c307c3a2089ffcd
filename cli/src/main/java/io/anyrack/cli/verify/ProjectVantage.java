package io.anyrack.cli.verify;

import io.anyrack.cli.remote.ServerShell;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A rack in a project of a cloud, looked at from its servers over SSH. */
final class ProjectVantage implements Vantage {
  private static final Duration COMMAND = Duration.ofSeconds(60);
  private static final String DHCP = "network:dhcp";

  private final Rack rack;
  private final Project project;
  private final ControlClient service;
  private final Function<ServerSpec, ServerShell> shells;

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
  }

  /** A server with a port on a network of the rack; the installer first, nodes' view or not. */
  private record Place(ServerSpec server, Nic nic) {}

  private Optional<Place> place(Network network) {
    return rack.allServers().stream()
        .flatMap(server -> server.nics().stream().map(nic -> new Place(server, nic)))
        .filter(place -> place.nic().network().equals(network.name()))
        .findFirst();
  }

  private Place needed(Network network) {
    return place(network)
        .orElseThrow(
            () ->
                new CannotTryException(
                    "no server of the rack is on " + network.name(),
                    "give the rack an installer, or bmc: {placement: vm}, there"));
  }

  @Override
  public Standpoint at(Network network) {
    Place place = needed(network);
    Nic nic = place.nic();
    Ipv4Address own =
        nic.address()
            .or(() -> address(nic))
            .orElseThrow(
                () ->
                    new CannotTryException(
                        place.server().name() + " has no address on " + network.name(), ""));
    return new Standpoint(
        Relay.frames(shells.apply(place.server()), nic.mac()).tap(),
        nic.mac(),
        nic.mac(),
        Optional.of(own),
        own,
        place.server().name());
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
  public int metadata(Network network, Ipv4Address via) {
    ServerSpec server = needed(network).server();
    String status =
        shells
            .apply(server)
            .run(
                "asking for metadata",
                "command -v curl >/dev/null || { echo no curl; exit 0; }\n"
                    + "curl -s -m 15 -o /dev/null -w '%{http_code}' http://169.254.169.254/ || :",
                COMMAND)
            .strip();
    if (status.equals("no curl")) {
      throw new CannotTryException("there is no curl on " + server.name(), "install curl there");
    }
    if (status.equals("000")) {
      throw new RackException("nothing answers at 169.254.169.254, asked from " + server.name());
    }
    return Integer.parseInt(status);
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
