package io.anyrack.rack.plan;

import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.BmcSpec.Credentials;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.BootSpec.Linux;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.NodeSpec.Hosting;
import io.anyrack.rack.model.NodeSpec.VolumeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.RouterSpec;
import io.anyrack.rack.model.ServerSpec;
import io.anyrack.rack.plan.Plan.Change;
import io.anyrack.rack.plan.Plan.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Compares what is there with what is wanted, one kind of thing after the other. */
final class Comparison {
  private Comparison() {}

  static Optional<Change> networks(Network before, Network after) {
    return new Difference<>(before, after)
        .now("cidr", Network::cidr)
        .now("gateway", Network::gateway)
        .now("dhcp", Network::dhcp)
        .now("guard", Network::guard)
        .now("mtu", network -> Shown.mtu(network.mtu()))
        .now("pool", Network::pool)
        .now("metadata", network -> Shown.metadata(network.metadata()))
        .now("outward", Network::outward)
        .now("dns", Network::dns)
        .now("existing", network -> network.routing().existing())
        .now("router", network -> network.routing().router())
        .now(
            "host-routes",
            network -> network.routing().hostRoutes().stream().map(Shown::route).toList())
        .now("ipv6", network -> network.routing().ipv6().map(Shown::ipv6))
        .change(Kind.NETWORK, after.name());
  }

  /** A node; also what its cloud does with every machine shows here, as it is a node's change. */
  static Optional<Change> nodes(
      CloudSpec cloudBefore, NodeSpec before, CloudSpec cloudAfter, NodeSpec after) {
    Difference<NodeSpec> difference =
        new Difference<>(before, after)
            .now("role", NodeSpec::role)
            .whenOff("cpus", NodeSpec::cpus)
            .whenOff("memory", node -> Shown.mib(node.memoryMiB()));
    // A disk can grow under its content, and appear; smaller or gone, the content is lost.
    if (after.diskBytes() < before.diskBytes()) {
      difference.replacing("disk", node -> Shown.disk(node.diskBytes()));
    } else {
      difference.whenOff("disk", node -> Shown.disk(node.diskBytes()));
    }
    difference.replacing("image", NodeSpec::image);
    // A server of Nova has its firmware from the medium it was made with.
    if (cloudAfter instanceof CloudSpec.Openstack) {
      difference.replacing("firmware", NodeSpec::firmware);
    } else {
      difference.whenOff("firmware", NodeSpec::firmware);
    }
    difference
        .whenOff("network-boot", NodeSpec::networkBoot)
        .whenOff("manufacturer", node -> node.identity().manufacturer())
        .whenOff("product", node -> node.identity().product())
        .whenOff("serial", node -> node.identity().serial())
        .whenOff("uuid", NodeSpec::uuid)
        .now("user-data", NodeSpec::userData);
    hosting(difference, before.hosting(), after.hosting());
    ports(difference, before.nics(), after.nics());
    cloud(difference, cloudBefore, cloudAfter);
    return difference.change(Kind.NODE, after.name());
  }

  private static void hosting(Difference<NodeSpec> difference, Hosting before, Hosting after) {
    difference
        .replacing("flavor", node -> node.hosting().flavor())
        .replacing("image", node -> node.hosting().image())
        .replacing("storage", node -> node.hosting().storage())
        .now("method", node -> node.hosting().method());
    volumes(difference, before.volumes(), after.volumes());
  }

  /** A volume that grows or comes keeps what the others have; one that goes loses its content. */
  private static void volumes(
      Difference<NodeSpec> difference, List<VolumeSpec> before, List<VolumeSpec> after) {
    for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
      String volume = "volume " + (i + 1);
      if (i >= before.size()) {
        difference.also(volume + ": added, " + Shown.volume(after.get(i)), false);
      } else if (i >= after.size()) {
        difference.also(volume + ": removed with its content", false);
      } else if (!before.get(i).equals(after.get(i))) {
        boolean grows =
            before.get(i).type().equals(after.get(i).type())
                && before.get(i).sizeGib() < after.get(i).sizeGib();
        difference.also(
            "%s: %s -> %s%s"
                .formatted(
                    volume,
                    Shown.volume(before.get(i)),
                    Shown.volume(after.get(i)),
                    grows ? "" : ", without its content"),
            grows);
      }
    }
  }

  private static void ports(Difference<NodeSpec> difference, List<Nic> before, List<Nic> after) {
    for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
      String port = "port " + (i + 1);
      if (i >= before.size()) {
        difference.also(port + ": added on " + after.get(i).network(), true);
      } else if (i >= after.size()) {
        difference.also(port + ": removed from " + before.get(i).network(), true);
      } else {
        new Difference<>(before.get(i), after.get(i))
            .whenOff(port + " network", Nic::network)
            .whenOff(port + " mac", Nic::mac)
            .now(port + " address", Nic::address)
            .now(port + " guard", Nic::guard)
            .now(
                port + " allowed-pairs",
                nic -> nic.allowedPairs().stream().map(Shown::pair).toList())
            .now(
                port + " dhcp-options",
                nic ->
                    nic.dhcpOptions().stream()
                        .map(option -> option.name() + "=" + option.value())
                        .toList())
            .change(Kind.NODE, port)
            .ifPresent(
                change ->
                    change.details().forEach(detail -> difference.also(detail, change.whenOff())));
      }
    }
  }

  private static void cloud(
      Difference<NodeSpec> difference, CloudSpec cloudBefore, CloudSpec cloudAfter) {
    if (cloudBefore instanceof CloudSpec.Local before
        && cloudAfter instanceof CloudSpec.Local after) {
      new Difference<>(before, after)
          .whenOff("accelerator", CloudSpec.Local::accelerator)
          .whenOff("disk-cache", CloudSpec.Local::diskCache)
          .change(Kind.NODE, "")
          .ifPresent(
              change ->
                  change.details().forEach(detail -> difference.also(detail, change.whenOff())));
    }
    if (cloudBefore instanceof CloudSpec.Openstack before
        && cloudAfter instanceof CloudSpec.Openstack after) {
      zones(before, after).ifPresent(change -> change.details().forEach(difference::alsoReplacing));
    }
  }

  private static Optional<Change> zones(CloudSpec.Openstack before, CloudSpec.Openstack after) {
    return new Difference<>(before, after)
        .now("availability-zone", CloudSpec.Openstack::availabilityZone)
        .change(Kind.NODE, "");
  }

  static Optional<Change> images(CloudSpec.Openstack before, CloudSpec.Openstack after) {
    return new Difference<>(before, after)
        .now("image-prefix", CloudSpec.Openstack::imagePrefix)
        .change(Kind.RESOURCE, "images");
  }

  static Optional<Change> syncs(Rack before, Rack after) {
    return new Difference<>(before, after)
        .now("sync", rack -> rack.sync().map(Shown::sync))
        .change(Kind.SYNC, "sync");
  }

  static Optional<Change> bmcs(BmcSpec before, BmcSpec after) {
    Difference<BmcSpec> difference =
        new Difference<>(before, after)
            .now("address", BmcSpec::addressing)
            .now("ip", BmcSpec::address)
            .now("port", BmcSpec::port)
            .now("credentials", bmc -> Shown.credentials(bmc.credentials()))
            .now("soft-off-after", bmc -> bmc.softOffAfter().map(Shown::duration))
            .now("placement", bmc -> Shown.placement(bmc.placement()))
            .now("power-off", BmcSpec::powerOff)
            .now("redfish", bmc -> Shown.redfish(bmc.redfish()));
    if (before.credentials() instanceof Credentials.Given(String user, var old)
        && after.credentials() instanceof Credentials.Given(String sameUser, var wanted)
        && user.equals(sameUser)
        && !old.reveal().equals(wanted.reveal())) {
      difference.also("password: another", false);
    }
    return difference.change(Kind.BMC, "bmc");
  }

  static Optional<Change> routers(RouterSpec before, RouterSpec after) {
    return new Difference<>(before, after)
        .now("external", RouterSpec::external)
        .change(Kind.ROUTER, after.name());
  }

  static Optional<Change> servers(ServerSpec before, ServerSpec after) {
    Difference<ServerSpec> difference =
        new Difference<>(before, after)
            .replacing("image", ServerSpec::image)
            .replacing("flavor", ServerSpec::flavor)
            .replacing("disk", server -> Shown.gib(server.diskGib()))
            .now("user", ServerSpec::user)
            .replacing("keypair", ServerSpec::keypair)
            .now("security-groups", ServerSpec::securityGroups)
            .now("floating-ip", server -> Shown.floatingIp(server.floatingIp()))
            // Read at the first start only.
            .replacing("user-data", ServerSpec::userData);
    for (int i = 0; i < Math.max(before.ports().size(), after.ports().size()); i++) {
      int index = i;
      difference.now("port " + (i + 1), server -> port(server, index));
    }
    return difference.change(Kind.SERVER, after.name());
  }

  private static Optional<String> port(ServerSpec server, int index) {
    return server.ports().stream().skip(index).findFirst().map(Shown::port);
  }

  static Optional<Change> boots(BootSpec before, BootSpec after) {
    return new Difference<>(before, after)
        .now("script", boot -> boot.script().map(Shown::script))
        .now("kernel", boot -> boot.linux().map(Linux::kernel))
        .now("initrd", boot -> boot.linux().map(Linux::initrds).orElse(List.<Path>of()))
        .now("cmdline", boot -> boot.linux().map(Linux::commandLine))
        .now("serve", BootSpec::serve)
        .now("method", BootSpec::method)
        .now("address", BootSpec::address)
        .now("port", BootSpec::port)
        .now("phase inspect", boot -> Shown.options(boot.phases().inspect()))
        .now("phase deploy", boot -> Shown.options(boot.phases().deploy()))
        .change(Kind.BOOT, "boot");
  }
}
