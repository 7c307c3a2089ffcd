package io.anyrack.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.fakestack.FakeStack;
import io.anyrack.openstack.config.Clouds;
import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.Subnet;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.rack.file.Addressing;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Rack;
import io.anyrack.service.state.RackStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/**
 * A rack in a project of a cloud, as {@code anyrack up} leaves it: node {@code a}, the installer
 * {@code inst} at 192.0.2.240 and, where the file has it, the server {@code plain} at 192.0.2.241.
 * What carries frames there is the switch of {@link #lab}.
 */
final class ProjectRack implements AutoCloseable {
  static final String A = "52:54:00:00:00:0a";
  static final String INSTALLER = "52:54:00:00:00:f0";
  static final String PLAIN = "52:54:00:00:00:f1";

  /** No server of DHCP: a table of proc(5) with a client's socket. */
  static final String QUIET =
      """
         sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout
        9: 00000000:0044 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 16 2
      """;

  /** The same with a server's. */
  static final String SERVING = QUIET.replace(":0044 ", ":0043 ");

  final SwitchedRack lab;
  final Rack rack;
  final FakeStack cloud = FakeStack.start();
  final Project project;
  final Map<String, ScriptedServer> servers = new HashMap<>();
  final ProjectVantage vantage;
  private final String network;
  private final Subnet subnet;
  private final Map<String, Port> ports = new HashMap<>();

  /**
   * A rack.
   *
   * @param directory for its files
   * @param keys of its network, such as {@code dhcp: installer}
   * @param plain whether there is a server beside the installer
   */
  ProjectRack(Path directory, FakeService service, String keys, boolean plain) throws IOException {
    lab =
        new SwitchedRack(
            """
            rack: lab
            networks: [{ name: provision, cidr: 192.0.2.0/24, %s, guard: 'off' }]
            nodes:
              - { name: a, networks: [{ name: provision, address: 192.0.2.31, mac: '%s' }] }
              - { name: inst, networks: [{ name: provision, mac: '%s' }] }
              - { name: plain, networks: [{ name: provision, mac: '%s' }] }
            """
                .formatted(keys, A, INSTALLER, PLAIN));
    rack =
        Addressing.complete(
            RackStore.parse(
                """
                rack: lab
                cloud: openstack
                networks: [{ name: provision, cidr: 192.0.2.0/24, %s }]
                nodes:
                  - { name: a, networks: [{ name: provision, address: 192.0.2.31, mac: '%s' }] }
                installer:
                  name: inst
                  image: debian
                  flavor: small
                  networks: [{ name: provision, address: 192.0.2.240, mac: '%s' }]
                bmc: { placement: installer }
                %s
                """
                    .formatted(
                        keys,
                        A,
                        INSTALLER,
                        plain
                            ? """
                            servers:
                              - name: plain
                                image: debian
                                flavor: small
                                networks: [{ name: provision, address: 192.0.2.241, mac: '%s' }]
                            """
                                .formatted(PLAIN)
                            : ""),
                Map.of()),
            Map.of());
    Path clouds = Files.write(directory.resolve("clouds.yaml"), cloud.cloudsYaml().getBytes(UTF_8));
    project =
        Project.open(
            new Clouds(
                    key ->
                        key.equals("OS_CLIENT_CONFIG_FILE")
                            ? Optional.of(clouds.toString())
                            : Optional.empty(),
                    List.of())
                .cloud(Optional.of("rack"), Optional.empty()));
    RackTags tags = new RackTags("lab");
    network =
        project.neutron().networks().create(Attributes.none().put("name", "lab-provision")).id();
    project.neutron().networks().setTags(network, tags.tags("network", "provision"));
    subnet =
        project
            .neutron()
            .subnets()
            .create(
                Attributes.none()
                    .put("network_id", network)
                    .put("cidr", "192.0.2.0/24")
                    .put("ip_version", 4)
                    .put("enable_dhcp", false)
                    .putNull("gateway_ip"));
    port("a", "node", "192.0.2.31", A);
    port("inst", "server", "192.0.2.240", INSTALLER);
    if (plain) {
      port("plain", "server", "192.0.2.241", PLAIN);
    }
    List.of("inst", "plain")
        .forEach(
            name ->
                servers.put(
                    name,
                    new ScriptedServer(
                            "198.51.100." + name.length(),
                            () -> lab.fabric().tap(name, 0, true).orElseThrow())
                        .says("reading the DHCP sockets", QUIET)));
    vantage = new ProjectVantage(rack, project, service.client(), server -> server(server.name()));
  }

  private void port(String name, String role, String address, String mac) {
    Port port =
        project
            .neutron()
            .ports()
            .create(
                Attributes.fixedIps(
                    Attributes.none()
                        .put("network_id", network)
                        .put("name", name)
                        .put("mac_address", mac),
                    List.of(new Port.FixedIp(subnet.id(), address))));
    project
        .neutron()
        .ports()
        .setTags(port.id(), new RackTags("lab").tags(role, name + "/provision"));
    ports.put(name, port);
  }

  ScriptedServer server(String name) {
    return Objects.requireNonNull(servers.get(name));
  }

  /** Nobody can log in there. */
  void close(String name) {
    servers.put(
        name,
        new ScriptedServer(
            "198.51.100.9",
            () -> {
              throw new AssertionError("nobody gets in");
            }));
  }

  /** Somebody changes a port. */
  void change(String name, tools.jackson.databind.node.ObjectNode attributes) {
    project.neutron().ports().update(Objects.requireNonNull(ports.get(name)).id(), attributes);
  }

  /** The cloud tells all of the network the way to the metadata. */
  void route() {
    project
        .neutron()
        .subnets()
        .update(
            subnet.id(),
            Attributes.hostRoutes(
                Attributes.none(), List.of(new Subnet.Route("169.254.169.254/32", "192.0.2.240"))));
  }

  private Network network() {
    return rack.networks().getFirst();
  }

  Verdict dhcp() throws InterruptedException {
    return new DhcpServers(
            network(),
            vantage,
            Optional.of(io.anyrack.rack.address.Ipv4Address.parse("192.0.2.240")),
            SwitchedRack.WINDOW,
            new Random(2))
        .look();
  }

  Verdict mtu() throws InterruptedException {
    return new LargestPacket(network(), vantage, SwitchedRack.WINDOW, new Random(3)).look();
  }

  Verdict metadata() throws InterruptedException {
    return new MetadataAnswers(network(), vantage, SwitchedRack.WINDOW, new Random(4)).look();
  }

  @Override
  public void close() {
    project.close();
    cloud.close();
    lab.close();
  }
}
