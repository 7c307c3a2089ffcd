package io.anyrack.rack.plan;

import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.plan.Plan.Action;
import io.anyrack.rack.plan.Plan.Change;
import io.anyrack.rack.plan.Plan.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the changes of a whole rack. */
final class Changes {
  private Changes() {}

  static Plan all(Rack rack) {
    List<Change> changes = new ArrayList<>();
    rack.networks().forEach(network -> changes.add(added(network)));
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
    rack.nodes().forEach(node -> changes.add(added(node)));
    return new Plan(changes);
  }

  static Plan between(Rack before, Rack after) {
    if (!before.name().equals(after.name())) {
      throw new IllegalArgumentException(
          "the rack is called '%s' and not '%s': a rack keeps its name; take the old one down first"
              .formatted(before.name(), after.name()));
    }
    List<Change> changes = new ArrayList<>();
    for (Network network : after.networks()) {
      before
          .network(network.name())
          .map(old -> Comparison.networks(old, network))
          .orElseGet(() -> Optional.of(added(network)))
          .ifPresent(changes::add);
    }
    Comparison.bmcs(before.bmc(), after.bmc()).ifPresent(changes::add);
    Comparison.boots(before.boot(), after.boot()).ifPresent(changes::add);
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
    before.networks().stream()
        .filter(network -> after.network(network.name()).isEmpty())
        .forEach(network -> changes.add(removed(Kind.NETWORK, network.name())));
    return new Plan(changes);
  }

  private static Change added(Network network) {
    return new Change(
        Action.ADD,
        Kind.NETWORK,
        network.name(),
        List.of(
            network.cidr().toString(),
            "dhcp " + Shown.word(network.dhcp()),
            "guard " + Shown.word(network.guard()),
            "mtu " + network.mtu()),
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
