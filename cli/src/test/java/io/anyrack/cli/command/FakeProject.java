package io.anyrack.cli.command;

import io.anyrack.fakestack.FakeStack;
import io.anyrack.openstack.config.Clouds;
import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.Network;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.Subnet;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.tag.RackTags;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** A project with a rack's network in it, as {@code anyrack up} leaves it. */
final class FakeProject implements AutoCloseable {
  private final Project project;
  private final Network network;
  private final Map<Integer, Subnet> subnets;

  /** The project {@code rack} of a cloud whose configuration is in {@code clouds}. */
  FakeProject(String name, Path clouds) {
    Map<String, String> variables = Map.of("OS_CLIENT_CONFIG_FILE", clouds.toString());
    project =
        Project.open(
            new Clouds(key -> Optional.ofNullable(variables.get(key)), List.of())
                .cloud(Optional.of(name), Optional.empty()));
    network = project.neutron().networks().create(Attributes.none().put("name", "provision"));
    subnets = Map.of(4, subnet(4, "192.0.2.0/24"), 6, subnet(6, "2001:db8::/64"));
  }

  private Subnet subnet(int version, String cidr) {
    return project
        .neutron()
        .subnets()
        .create(
            Attributes.none()
                .put("network_id", network.id())
                .put("cidr", cidr)
                .put("ip_version", version)
                .put("enable_dhcp", false)
                .putNull("gateway_ip"));
  }

  /** The IPv4 subnet is one that {@code anyrack up} made for the rack {@code lab}. */
  void ownSubnet() {
    project
        .neutron()
        .subnets()
        .setTags(subnet().id(), new RackTags("lab").tags("network", "provision/ipv4"));
  }

  /** The IPv4 subnet as it is now. */
  Subnet subnet() {
    return project
        .neutron()
        .subnets()
        .find(Objects.requireNonNull(subnets.get(4)).id())
        .orElseThrow();
  }

  /** Somebody else has a port's client told one option, and no other. */
  void tell(Port port, Port.DhcpOption option) {
    Port now = project.neutron().ports().find(port.id()).orElseThrow();
    project
        .neutron()
        .ports()
        .update(
            port.id(),
            Attributes.dhcpOptions(Attributes.none(), List.of(option), now.dhcpOptions()));
  }

  /** What a port's client is told, such as {@code 150=192.0.2.1}. */
  List<String> told(Port port) {
    return project.neutron().ports().find(port.id()).orElseThrow().dhcpOptions().stream()
        .map(option -> option.name() + "=" + option.value())
        .sorted()
        .toList();
  }

  /** A port of somebody's. */
  Port port(String name, String... addresses) {
    return project
        .neutron()
        .ports()
        .create(
            Attributes.fixedIps(
                Attributes.none().put("network_id", network.id()).put("name", name),
                List.of(addresses).stream()
                    .map(
                        each ->
                            new Port.FixedIp(
                                Objects.requireNonNull(subnets.get(each.contains(":") ? 6 : 4))
                                    .id(),
                                each))
                    .toList()));
  }

  /** The port of a node of the rack {@code lab}. */
  Port node(String node, String... addresses) {
    Port port = port(node, addresses);
    tag(port, new RackTags("lab").tags("node", node + "/provision"));
    return port;
  }

  void tag(Port port, List<String> tags) {
    project.neutron().ports().setTags(port.id(), tags);
  }

  /** What a port has now, such as {@code [192.0.2.1] [192.0.2.9]}. */
  String shown(Port port) {
    Port now = project.neutron().ports().find(port.id()).orElseThrow();
    return now.fixedIps().stream().map(Port.FixedIp::address).toList()
        + " "
        + now.allowedPairs().stream().map(Port.AddressPair::cidr).toList();
  }

  /** The revisions of all ports that have a name. */
  Map<String, Long> revisions() {
    return project.neutron().ports().all().stream()
        .filter(port -> !port.name().isEmpty())
        .collect(Collectors.toMap(Port::name, Port::revision));
  }

  /** Where it is, for {@code FakeStack}'s journal. */
  static int changes(FakeStack cloud) {
    return cloud.journal().count(entry -> entry.method().equals("PUT"));
  }

  @Override
  public void close() {
    project.close();
  }
}
