package io.anyrack.rack.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.BmcSpec.Placement;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Network.HostRoute;
import io.anyrack.rack.model.Network.Ipv6;
import io.anyrack.rack.model.Network.Routing;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.NodeSpec.Hosting;
import io.anyrack.rack.model.NodeSpec.VolumeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.RouterSpec;
import io.anyrack.rack.model.ServerSpec;
import io.anyrack.rack.model.ServerSpec.FloatingIp;
import io.anyrack.rack.model.ServerSpec.Port;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What good files of racks on OpenStack mean. */
class OpenstackFileTest {

  private static Rack rackOf(String name) {
    return World.rack(
        GoodOpenstack.FILES.stream()
            .filter(good -> good.name().equals(name))
            .findFirst()
            .orElseThrow()
            .yaml());
  }

  @Test
  void theShortestFileHasADefaultForEverything() {
    Rack rack = rackOf("the shortest on OpenStack");

    assertThat(rack.cloud())
        .isEqualTo(
            new CloudSpec.Openstack(
                Optional.empty(), Optional.empty(), Optional.empty(), "anyrack"));
    assertThat(rack.networks())
        .extracting(Network::name, Network::mtu, Network::routing)
        .containsExactly(tuple("provision", 0, Routing.NONE));
    assertThat(rack.nodes())
        .extracting(NodeSpec::cpus, NodeSpec::memoryMiB, NodeSpec::diskBytes, NodeSpec::hosting)
        .containsOnly(tuple(1, 512, 4L << 30, Hosting.NONE));
    assertThat(rack.bmc().placement()).isEqualTo(new Placement.Here());
    assertThat(rack.bmc().powerOff()).isEqualTo(BmcSpec.PowerOff.STOP);
    assertThat(rack.boot()).isEqualTo(BootSpec.NOTHING);
    assertThat(rack.allServers()).isEmpty();
    assertThat(rack.routers()).isEmpty();
  }

  @Test
  void everySettingOfTheCloudIsObeyed() {
    assertThat(rackOf("every setting of an OpenStack").cloud())
        .isEqualTo(
            new CloudSpec.Openstack(
                Optional.of("mycloud"),
                Optional.of("RegionOne"),
                Optional.of("nova"),
                "lab-images"));
  }

  @Test
  void everyKeyOfANetworkIsObeyed() {
    Rack rack = rackOf("every key of a network on OpenStack");

    assertThat(rack.networks().getFirst().gateway()).hasToString("192.0.2.254");
    assertThat(rack.networks().getFirst().mtu()).isEqualTo(1400);
    assertThat(rack.networks())
        .extracting(Network::routing)
        .containsExactly(
            new Routing(
                false,
                Optional.of("edge"),
                List.of(
                    new HostRoute(
                        Ipv4Network.parse("10.1.0.0/16"), Ipv4Address.parse("192.0.2.253")),
                    new HostRoute(
                        Ipv4Network.parse("10.2.0.0/16"), Ipv4Address.parse("192.0.2.252"))),
                Optional.of(new Ipv6("fd00:12::/64", Ipv6.Mode.SLAAC))),
            new Routing(
                false,
                Optional.empty(),
                List.of(),
                Optional.of(new Ipv6("2001:db8:0:1:2::/80", Ipv6.Mode.DHCPV6))),
            new Routing(
                false,
                Optional.empty(),
                List.of(),
                Optional.of(new Ipv6("fd00:13::/64", Ipv6.Mode.INSTALLER))),
            new Routing(true, Optional.empty(), List.of(), Optional.empty()));
    assertThat(rack.networks().getLast().name()).isEqualTo("Private Net");
    assertThat(rack.routers())
        .containsExactly(
            new RouterSpec("inner", Optional.empty()),
            new RouterSpec("edge", Optional.of("external")));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "router: edge, 10.0.0.1",
    "existing: true, 10.0.0.1",
    "mtu: auto, none",
  })
  void aNetworkHasAGatewayOnARouterOnly(String key, String gateway) {
    Rack rack =
        World.rack(
            """
            rack: lab
            cloud: openstack
            networks: [{ name: a, cidr: 10.0.0.0/24, %s }]
            nodes: 1
            """
                .formatted(key));

    assertThat(
            rack.networks()
                .getFirst()
                .gatewayOn(rack.cloud())
                .map(Ipv4Address::toString)
                .orElse("none"))
        .isEqualTo(gateway);
  }

  @Test
  void everyKeyOfANodeIsObeyed() {
    assertThat(rackOf("every key of a node on OpenStack").nodes())
        .extracting(NodeSpec::hosting)
        .containsExactly(
            new Hosting(
                Optional.of("t1.small"),
                Optional.empty(),
                NodeSpec.Storage.VOLUME,
                List.of(
                    new VolumeSpec(10, Optional.empty()),
                    new VolumeSpec(1024, Optional.of("fast"))),
                Optional.of(BootSpec.Method.RESCUE)),
            new Hosting(
                Optional.empty(),
                Optional.of("guest"),
                NodeSpec.Storage.LOCAL,
                List.of(),
                Optional.empty()),
            rebuilt(),
            rebuilt());
  }

  private static Hosting rebuilt() {
    return new Hosting(
        Optional.empty(),
        Optional.empty(),
        NodeSpec.Storage.AUTO,
        List.of(),
        Optional.of(BootSpec.Method.REBUILD));
  }

  @Test
  void aServerHasADefaultForEverything() {
    ServerSpec server = rackOf("servers beside the nodes").servers().getFirst();

    assertThat(server)
        .isEqualTo(
            new ServerSpec(
                "jump",
                "debian-12",
                "m1.small",
                0,
                "debian",
                Optional.empty(),
                List.of(),
                server.ports(),
                new FloatingIp.None(),
                Optional.empty()));
    assertThat(server.nics()).extracting(Nic::network).containsExactly("provision");
  }

  @Test
  void everyKeyOfAServerIsObeyed() {
    ServerSpec server = rackOf("servers beside the nodes").servers().get(1);

    assertThat(server)
        .isEqualTo(
            new ServerSpec(
                "relay",
                "guest",
                "t1.tiny",
                10,
                "admin",
                Optional.of("me"),
                List.of("ssh", "icmp and more"),
                server.ports(),
                new FloatingIp.Existing(Ipv4Address.parse("198.51.100.77")),
                Optional.of(World.DIRECTORY.resolve("app.yaml"))));
    assertThat(server.ports().getFirst())
        .isEqualTo(new Port.OnCloud("private", Optional.of(Ipv4Address.parse("10.20.0.9"))));
    assertThat(server.ports().get(1))
        .isEqualTo(
            new Port.OnRack(
                new Nic(
                    "provision",
                    MacAddress.parse("00:16:3e:0a:0b:0c"),
                    Optional.of(Ipv4Address.parse("192.0.2.9")),
                    Network.Guard.OFF,
                    List.of(),
                    List.of())));
    assertThat(server.nics()).extracting(Nic::mac).doesNotHaveDuplicates();
  }

  @Test
  void aNewFloatingIpMayBeOfAGivenNetwork() {
    assertThat(rackOf("servers beside the nodes").servers().subList(2, 4))
        .extracting(ServerSpec::floatingIp)
        .containsExactly(
            new FloatingIp.New(Optional.empty()), new FloatingIp.New(Optional.of("external")));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "guest, debian",
    "ubuntu-24.04, ubuntu",
    "CentOS-9, cloud-user",
    "Rocky-9.4, rocky",
    "cirros-0.6, cirros",
  })
  void theLoginNameIsTheImagesOwn(String image, String user) {
    Rack rack =
        World.rack(
            "{ rack: lab, cloud: openstack, nodes: 1, installer: { image: %s } }".formatted(image));

    assertThat(rack.installer().orElseThrow().user()).isEqualTo(user);
  }

  @ParameterizedTest(name = "router {0}, port on {1}: {2}")
  @CsvSource({
    "'router: edge,', provision, true",
    "'', provision, false",
    "'', '{ cloud-network: private }', true",
  })
  void anInstallerIsReachedFromOutsideWhereItCanBe(String router, String port, boolean floating) {
    Rack rack =
        World.rack(
            """
            rack: lab
            cloud: openstack
            networks: [{ %s name: provision, cidr: 192.0.2.0/24 }]
            nodes: 1
            installer: { networks: [%s] }
            """
                .formatted(router, port));

    assertThat(rack.installer().orElseThrow().floatingIp())
        .isEqualTo(floating ? new FloatingIp.New(Optional.empty()) : new FloatingIp.None());
  }

  @Test
  void theServiceOnTheInstallerHasKnownPorts() {
    Rack rack = rackOf("an installer that runs the service");

    assertThat(rack.bmcServer()).isEqualTo(rack.installer());
    assertThat(rack.bmc().address()).hasToString("0.0.0.0");
    assertThat(rack.bmc().port()).isEqualTo(6230);
    assertThat(rack.boot().port()).isEqualTo(8088);
    assertThat(rack.boot().method()).isEqualTo(BootSpec.Method.RESCUE);
  }

  @Test
  void bmcAddressesPerNodeStandBehindThePool() {
    Rack rack = rackOf("a BMC address per node on a server of its own");

    assertThat(rack.bmcServer().orElseThrow().name()).isEqualTo("bmc");
    assertThat(rack.bmc().address()).hasToString("10.0.0.200");
    assertThat(rack.bmc().port()).isEqualTo(623);
    assertThat(rack.bmc().powerOff()).isEqualTo(BmcSpec.PowerOff.SHELVE);
  }

  @Test
  void bmcAddressesOfANetworkOutsideAreTaken() {
    Rack rack = rackOf("BMC addresses in a network outside of the rack");

    assertThat(rack.bmc().address()).hasToString("10.20.0.100");
    assertThat(rack.bmc().port()).isEqualTo(6230);
  }

  @Test
  void theServiceHereMayListenForOthers() {
    Rack rack = rackOf("the service here, for others");

    assertThat(rack.bmc().address()).hasToString("0.0.0.0");
    assertThat(rack.boot().address()).contains(Ipv4Address.parse("198.51.100.1"));
    assertThat(rack.boot().port()).isEqualTo(8088);
  }

  @Test
  void serversGetAddressesAfterTheNodesAndKeepThem() {
    String yaml =
        """
        rack: lab
        cloud: openstack
        nodes: %d
        servers: [{ name: jump, networks: [provision, provision] }]
        installer: { networks: [{ name: provision, address: 192.0.2.31 }] }
        bmc: { placement: vm, address: per-node, ip: 192.0.2.32 }
        """;
    Rack two = Addressing.complete(World.rack(yaml.formatted(2)), Map.of());

    assertThat(Addressing.of(two))
        .containsEntry("node-1/provision", Ipv4Address.parse("192.0.2.30"))
        .containsEntry("node-2/provision", Ipv4Address.parse("192.0.2.34"))
        .containsEntry("installer/provision", Ipv4Address.parse("192.0.2.31"))
        .containsEntry("bmc/provision", Ipv4Address.parse("192.0.2.35"))
        .containsEntry("jump/provision", Ipv4Address.parse("192.0.2.36"))
        .containsEntry("jump/provision/2", Ipv4Address.parse("192.0.2.37"));
    assertThat(
            Addressing.of(Addressing.complete(World.rack(yaml.formatted(1)), Addressing.of(two))))
        .isEqualTo(
            Addressing.of(two).entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith("node-2"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  @ParameterizedTest(name = "ports {0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "oob, provision | 192.0.2.30",
        "oob            | 10.0.0.30",
        "{ cloud-network: private } | none",
      })
  void nodesReachTheBootServerOnTheNetworkTheyBootFrom(String ports, String address) {
    Rack rack =
        World.rack(
            """
            rack: lab
            cloud: openstack
            networks:
              - { name: oob, cidr: 10.0.0.0/24 }
              - { name: provision, cidr: 192.0.2.0/24 }
            nodes: [{ networks: [{ name: provision, address: 192.0.2.99 }] }]
            bmc: { placement: { vm: { networks: [%s] } } }
            """
                .formatted(ports));

    assertThat(
            Addressing.complete(rack, Map.of())
                .boot()
                .address()
                .map(Ipv4Address::toString)
                .orElse("none"))
        .isEqualTo(address);
  }

  @Test
  void bmcsWithNicsHaveNetworksThatTheFileDoesNotName() {
    Rack rack =
        Addressing.complete(
            World.rack(
                """
                rack: lab
                cloud: openstack
                nodes: 2
                bmc: { placement: vm, address: per-nic, subnets: { cidr: 10.50.0.0/24, prefix: 28 } }
                """),
            Map.of());

    Rack with = BmcNetworks.with(rack);

    assertThat(rack.networks()).hasSize(1);
    assertThat(with.networks())
        .extracting(network -> network.name() + " " + network.cidr() + " " + network.gateway())
        .contains("bmc-node-1 10.50.0.0/28 10.50.0.1", "bmc-node-2 10.50.0.16/28 10.50.0.17");
    assertThat(BmcNetworks.nics(with))
        .extracting(nic -> nic.address().orElseThrow())
        .containsExactly(rack.bmc().addressOf(0), rack.bmc().addressOf(1));
    assertThat(BmcNetworks.nics(with)).allSatisfy(nic -> assertThat(nic.dhcpOptions()).isEmpty());
    assertThat(with.bmcServer().orElseThrow().ports()).hasSize(3);
  }

  /** It is reached by its first port, and has to answer there. */
  @Test
  void dhcpTellsAServerNoGatewayOnTheNicsOfItsBmcs() {
    Rack rack =
        Addressing.complete(
            World.rack(
                """
                rack: lab
                cloud: openstack
                networks: [{ name: provision, cidr: 192.0.2.0/24, router: edge }]
                routers: [{ name: edge, external: public }]
                nodes: 2
                bmc: { placement: vm, address: per-nic, subnets: { cidr: 10.50.0.0/24, prefix: 28, router: edge } }
                """),
            Map.of());

    assertThat(BmcNetworks.nics(BmcNetworks.with(rack)))
        .flatExtracting(Nic::dhcpOptions)
        .containsExactly(
            new Nic.DhcpOption("classless-static-route", "10.50.0.0/24,10.50.0.1"),
            new Nic.DhcpOption("classless-static-route", "10.50.0.0/24,10.50.0.17"));
  }
}
