package io.anyrack.rack.plan;

import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.BmcSpec.Credentials;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.BootSpec.Linux;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.NodeSpec;
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
        .now("mtu", Network::mtu)
        .now("pool", Network::pool)
        .now("metadata", network -> Shown.metadata(network.metadata()))
        .now("outward", Network::outward)
        .now("dns", Network::dns)
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
    difference
        .replacing("image", NodeSpec::image)
        .whenOff("firmware", NodeSpec::firmware)
        .whenOff("network-boot", NodeSpec::networkBoot)
        .whenOff("manufacturer", node -> node.identity().manufacturer())
        .whenOff("product", node -> node.identity().product())
        .whenOff("serial", node -> node.identity().serial())
        .whenOff("uuid", NodeSpec::uuid)
        .now("user-data", NodeSpec::userData);
    ports(difference, before.nics(), after.nics());
    cloud(difference, cloudBefore, cloudAfter);
    return difference.change(Kind.NODE, after.name());
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
    if (!(cloudBefore instanceof CloudSpec.Local before
        && cloudAfter instanceof CloudSpec.Local after)) {
      return;
    }
    new Difference<>(before, after)
        .whenOff("accelerator", CloudSpec.Local::accelerator)
        .whenOff("disk-cache", CloudSpec.Local::diskCache)
        .change(Kind.NODE, "")
        .ifPresent(
            change ->
                change.details().forEach(detail -> difference.also(detail, change.whenOff())));
  }

  static Optional<Change> bmcs(BmcSpec before, BmcSpec after) {
    Difference<BmcSpec> difference =
        new Difference<>(before, after)
            .now("address", BmcSpec::addressing)
            .now("ip", BmcSpec::address)
            .now("port", BmcSpec::port)
            .now("credentials", bmc -> Shown.credentials(bmc.credentials()))
            .now("soft-off-after", bmc -> bmc.softOffAfter().map(Shown::duration))
            .now("redfish", bmc -> Shown.redfish(bmc.redfish()));
    if (before.credentials() instanceof Credentials.Given(String user, var old)
        && after.credentials() instanceof Credentials.Given(String sameUser, var wanted)
        && user.equals(sameUser)
        && !old.reveal().equals(wanted.reveal())) {
      difference.also("password: another", false);
    }
    return difference.change(Kind.BMC, "bmc");
  }

  static Optional<Change> boots(BootSpec before, BootSpec after) {
    return new Difference<>(before, after)
        .now("script", boot -> boot.script().map(Shown::script))
        .now("kernel", boot -> boot.linux().map(Linux::kernel))
        .now("initrd", boot -> boot.linux().map(Linux::initrds).orElse(List.<Path>of()))
        .now("cmdline", boot -> boot.linux().map(Linux::commandLine))
        .now("serve", BootSpec::serve)
        .change(Kind.BOOT, "boot");
  }
}
