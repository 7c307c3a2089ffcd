package io.anyrack.rack.file;

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
import io.anyrack.rack.model.Network.Metadata;
import io.anyrack.rack.model.Network.Routing;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.NodeSpec.Hosting;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.RouterSpec;
import io.anyrack.rack.model.ServerSpec;
import io.anyrack.rack.model.ServerSpec.FloatingIp;
import io.anyrack.rack.model.ServerSpec.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Racks on OpenStack as a rack file can describe them, by chance. */
final class RandomOpenstack {
  private static final List<String> CLOUD_NAMES =
      List.of("on", "1e3", "m1.small", "a: b # c", "Größe \"L\"", "'q'", "0", "null");
  private static final List<BootSpec.Method> METHODS =
      List.of(BootSpec.Method.SCRIPT, BootSpec.Method.RESCUE, BootSpec.Method.REBUILD);

  private final Random random;
  private int macs;

  RandomOpenstack(Random random) {
    this.random = random;
  }

  Rack rack() {
    Rack local = new RandomRack(random).rack();
    List<Network> networks = local.networks().stream().map(this::network).toList();
    List<ServerSpec> servers = new ArrayList<>();
    for (int i = 0; i < random.nextInt(3); i++) {
      servers.add(server("srv-" + i, networks));
    }
    Optional<ServerSpec> installer = maybe(() -> server("installer", networks));
    return new Rack(
        local.name(),
        new CloudSpec.Openstack(
            maybe(this::cloudName), maybe(this::cloudName), maybe(this::cloudName), "img"),
        networks,
        local.nodes().stream().map(node -> node(local.name(), node)).toList(),
        bmc(local, networks, installer),
        boot(local.boot()),
        random.nextBoolean()
            ? List.of()
            : List.of(new RouterSpec("r-1", maybe(this::cloudName)), new RouterSpec("r-2", none())),
        servers,
        installer);
  }

  private Network network(Network local) {
    Routing routing = random.nextInt(3) == 0 ? existing() : routing(local.cidr().base());
    boolean gateway = routing.existing() || routing.router().isPresent();
    return new Network(
        local.name(),
        local.cidr(),
        gateway ? local.gateway() : Subnet.gateway(local.cidr()),
        local.dhcp(),
        local.guard(),
        routing.existing() || random.nextBoolean() ? 0 : local.mtu(),
        local.pool(),
        routing.existing() || local.metadata() instanceof Metadata.None
            ? new Metadata.Cloud()
            : local.metadata(),
        false,
        routing.existing() ? List.of() : local.dns(),
        routing);
  }

  private static Routing existing() {
    return new Routing(true, none(), List.of(), none());
  }

  private Routing routing(Ipv4Address base) {
    return new Routing(
        false,
        maybe(this::cloudName),
        random.nextBoolean()
            ? List.of()
            : List.of(
                new HostRoute(Ipv4Network.parse("172.16.0.0/12"), base.plus(10)),
                new HostRoute(Ipv4Network.parse("0.0.0.0/0"), base.plus(10))),
        maybe(() -> new Ipv6("fd00:" + random.nextInt(9000) + "::/64", oneOf(Ipv6.Mode.values()))));
  }

  private NodeSpec node(String rack, NodeSpec local) {
    long disk = local.diskBytes() == 0 ? 0 : (1L + random.nextInt(1000)) << 30;
    return new NodeSpec(
        local.name(),
        local.role(),
        local.cpus(),
        local.memoryMiB(),
        disk,
        local.firmware(),
        NodeSpec.NetworkBoot.IPXE,
        local.nics(),
        local.identity(),
        Identifiers.uuid(rack, local.name()),
        none(),
        local.userData(),
        new Hosting(
            maybe(this::cloudName),
            disk == 0 ? none() : maybe(this::cloudName),
            oneOf(NodeSpec.Storage.values()),
            random.nextBoolean()
                ? List.of()
                : List.of(
                    new NodeSpec.VolumeSpec(1 + random.nextInt(5000), none()),
                    new NodeSpec.VolumeSpec(1, maybe(this::cloudName))),
            maybe(() -> METHODS.get(random.nextInt(METHODS.size())))));
  }

  private ServerSpec server(String name, List<Network> networks) {
    List<Port> ports = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      ports.add(
          random.nextBoolean()
              ? new Port.OnCloud(cloudName(), maybe(() -> Ipv4Address.parse("10.20.0.9")))
              : new Port.OnRack(nic(networks.get(random.nextInt(networks.size())))));
    }
    return new ServerSpec(
        name,
        cloudName(),
        cloudName(),
        random.nextInt(2) * (1 + random.nextInt(100)),
        "debian",
        maybe(this::cloudName),
        random.nextBoolean() ? List.of() : List.of(cloudName(), cloudName()),
        ports,
        switch (random.nextInt(3)) {
          case 0 -> new FloatingIp.None();
          case 1 -> new FloatingIp.New(maybe(this::cloudName));
          default -> new FloatingIp.Existing(Ipv4Address.parse("198.51.100.7"));
        },
        maybe(() -> World.DIRECTORY.resolve("app.yaml")));
  }

  private Nic nic(Network network) {
    return new Nic(
        network.name(),
        new MacAddress(0x00163f000000L + ++macs),
        none(),
        oneOf(Network.Guard.values()),
        List.of(),
        List.of());
  }

  private BmcSpec bmc(Rack rack, List<Network> networks, Optional<ServerSpec> installer) {
    BmcSpec local = rack.bmc();
    Placement placement =
        switch (random.nextInt(3)) {
          case 0 -> new Placement.Here();
          case 1 -> new Placement.Vm(server("bmc", networks));
          default -> installer.isPresent() ? new Placement.Installer() : new Placement.Here();
        };
    BmcSpec bmc =
        new BmcSpec(
            placement instanceof Placement.Here ? local.addressing() : BmcSpec.Addressing.PER_PORT,
            local.address(),
            local.port(),
            local.credentials(),
            local.softOffAfter(),
            placement,
            oneOf(BmcSpec.PowerOff.values()));
    return placement instanceof Placement.Here
            || random.nextBoolean()
            || rack.nodes().size() > BmcSpec.Subnets.MOST_NODES
        ? bmc
        : bmc.withSubnets(
            new BmcSpec.Subnets(
                Ipv4Network.parse("100.64.0.0/16"),
                20 + random.nextInt(10),
                maybe(() -> "a router")));
  }

  private BootSpec boot(BootSpec local) {
    return new BootSpec(
        local.script(),
        local.linux(),
        local.serve(),
        random.nextBoolean() ? BootSpec.Method.AUTO : METHODS.get(random.nextInt(METHODS.size())),
        maybe(() -> Ipv4Address.parse("198.51.100.1")),
        random.nextInt(65536),
        local.phases());
  }

  private String cloudName() {
    return CLOUD_NAMES.get(random.nextInt(CLOUD_NAMES.size()));
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }

  private <T> T oneOf(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }
}
