package io.anyrack.rack.plan;

import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.RouterSpec;
import io.anyrack.rack.model.ServerSpec;
import io.anyrack.rack.plan.Plan.Action;
import io.anyrack.rack.plan.Plan.Change;
import io.anyrack.rack.plan.Plan.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Finds the changes of a whole rack. */
final class Changes {
  private Changes() {}

  static Plan all(Rack rack) {
    List<Change> changes = new ArrayList<>();
    rack.networks().forEach(network -> changes.add(added(network)));
    rack.routers().forEach(router -> changes.add(added(router)));
    changes.add(
        new Change(
            Action.ADD,
            Kind.BMC,
            "bmc",
            List.of(
                Shown.word(rack.bmc().addressing()),
                "credentials " + Shown.credentials(rack.bmc().credentials())),
            false));
    // Against a rack without boot content each part that is there shows as a difference.
    Comparison.boots(BootSpec.NOTHING, rack.boot())
        .ifPresent(
            boot ->
                changes.add(new Change(Action.ADD, Kind.BOOT, boot.name(), boot.details(), false)));
    rack.sync()
        .ifPresent(
            sync ->
                changes.add(new Change(Action.ADD, Kind.SYNC, "sync", Shown.sync(sync), false)));
    rack.allServers().forEach(server -> changes.add(added(server)));
    rack.nodes().forEach(node -> changes.add(added(node)));
    return new Plan(changes);
  }

  static Plan between(Rack before, Rack after) {
    if (!before.name().equals(after.name())) {
      throw new IllegalArgumentException(
          "the rack is called '%s' and not '%s': a rack keeps its name; take the old one down first"
              .formatted(before.name(), after.name()));
    }
    if (isElsewhere(before.cloud(), after.cloud())) {
      throw new IllegalArgumentException(
          "the rack is on %s and not on %s: a rack stays where it is; take it down there first"
              .formatted(place(before), place(after)));
    }
    List<Change> changes = new ArrayList<>();
    if (before.cloud() instanceof CloudSpec.Openstack old
        && after.cloud() instanceof CloudSpec.Openstack wanted) {
      Comparison.images(old, wanted).ifPresent(changes::add);
    }
    for (Network network : after.networks()) {
      before
          .network(network.name())
          .map(old -> Comparison.networks(old, network))
          .orElseGet(() -> Optional.of(added(network)))
          .ifPresent(changes::add);
    }
    for (RouterSpec router : after.routers()) {
      named(before.routers(), RouterSpec::name, router.name())
          .map(old -> Comparison.routers(old, router))
          .orElseGet(() -> Optional.of(added(router)))
          .ifPresent(changes::add);
    }
    Comparison.bmcs(before.bmc(), after.bmc()).ifPresent(changes::add);
    Comparison.boots(before.boot(), after.boot()).ifPresent(changes::add);
    Comparison.syncs(before, after).ifPresent(changes::add);
    for (ServerSpec server : after.allServers()) {
      named(before.allServers(), ServerSpec::name, server.name())
          .map(old -> Comparison.servers(old, server))
          .orElseGet(() -> Optional.of(added(server)))
          .ifPresent(changes::add);
    }
    for (NodeSpec node : after.nodes()) {
      before
          .node(node.name())
          .map(old -> Comparison.nodes(before.cloud(), old, after.cloud(), node))
          .orElseGet(() -> Optional.of(added(node)))
          .ifPresent(changes::add);
    }
    before.nodes().stream()
        .filter(node -> after.node(node.name()).isEmpty())
        .forEach(node -> changes.add(removed(Kind.NODE, node.name())));
    before.allServers().stream()
        .filter(server -> named(after.allServers(), ServerSpec::name, server.name()).isEmpty())
        .forEach(server -> changes.add(removed(Kind.SERVER, server.name())));
    before.routers().stream()
        .filter(router -> named(after.routers(), RouterSpec::name, router.name()).isEmpty())
        .forEach(router -> changes.add(removed(Kind.ROUTER, router.name())));
    before.networks().stream()
        .filter(network -> after.network(network.name()).isEmpty())
        .forEach(network -> changes.add(removed(Kind.NETWORK, network.name())));
    return new Plan(changes);
  }

  /** What a file does not say may be what the other says: {@code OS_CLOUD} does. */
  private static boolean isElsewhere(CloudSpec before, CloudSpec after) {
    if (before instanceof CloudSpec.Openstack old && after instanceof CloudSpec.Openstack wanted) {
      return differ(old.cloud(), wanted.cloud()) || differ(old.region(), wanted.region());
    }
    return !before.kind().equals(after.kind());
  }

  private static boolean differ(Optional<String> before, Optional<String> after) {
    return before.isPresent() && after.isPresent() && !before.equals(after);
  }

  /** Where a rack lives, as far as its file says it. */
  private static String place(Rack rack) {
    return switch (rack.cloud()) {
      case CloudSpec.Local _ -> "the cloud 'local'";
      case CloudSpec.Openstack(var cloud, var region, _, _) ->
          "the cloud 'openstack'"
              + cloud.map(name -> " called '" + name + "'").orElse("")
              + region.map(name -> " in the region '" + name + "'").orElse("");
    };
  }

  private static <T> Optional<T> named(List<T> all, Function<T, String> name, String wanted) {
    return all.stream().filter(each -> name.apply(each).equals(wanted)).findFirst();
  }

  private static Change added(RouterSpec router) {
    return new Change(
        Action.ADD,
        Kind.ROUTER,
        router.name(),
        List.of("external " + router.external().orElse("none")),
        false);
  }

  private static Change added(ServerSpec server) {
    return new Change(
        Action.ADD,
        Kind.SERVER,
        server.name(),
        List.of(
            "image " + server.image(),
            "flavor " + server.flavor(),
            "disk " + (server.diskGib() == 0 ? "of the flavor" : Shown.gib(server.diskGib())),
            "floating-ip " + Shown.floatingIp(server.floatingIp())),
        false);
  }

  private static Change added(Network network) {
    return new Change(
        Action.ADD,
        Kind.NETWORK,
        network.name(),
        List.of(
            network.cidr() + (network.routing().existing() ? " exists" : ""),
            "dhcp " + Shown.word(network.dhcp()),
            "guard " + Shown.word(network.guard()),
            "mtu " + Shown.mtu(network.mtu())),
        false);
  }

  private static Change added(NodeSpec node) {
    return new Change(
        Action.ADD,
        Kind.NODE,
        node.name(),
        List.of(
            node.cpus() == 1 ? "1 cpu" : node.cpus() + " cpus",
            "memory " + Shown.mib(node.memoryMiB()),
            "disk " + Shown.disk(node.diskBytes()),
            "firmware " + Shown.word(node.firmware())),
        false);
  }

  private static Change removed(Kind kind, String name) {
    return new Change(Action.REMOVE, kind, name, List.of(), false);
  }
}
