package io.anyrack.openstack.resource;

import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.Subnet;
import io.anyrack.openstack.work.Step;
import io.anyrack.rack.address.Ipv4Address;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The steps of an {@code up}: what is made and changed, and what goes, each after what it has to
 * wait for.
 */
final class Steps {
  private final Comparison comparison;
  private final Scene scene;
  private final RemovalOrder removals;
  private final List<Decision<?>> changedPorts;
  private final Set<String> released;

  Steps(Comparison comparison, Scene scene) {
    this.comparison = comparison;
    this.scene = scene;
    List<Removal> going = new ArrayList<>();
    comparison.leftovers().forEach(each -> going.add(new Removal(each)));
    for (Decision<?> decision : comparison.decisions()) {
      if (decision.verdict() instanceof Verdict.Replace) {
        decision.found().ifPresent(found -> going.add(new Removal(found)));
      }
    }
    this.removals = new RemovalOrder(going);
    this.changedPorts =
        comparison.decisions().stream().filter(each -> port(each).isPresent()).toList();
    this.released = released();
  }

  List<Step> all() {
    List<Step> steps = new ArrayList<>();
    for (Removal removal : removals.going()) {
      Set<String> after = removals.after(removal);
      after.addAll(changesBefore(removal));
      steps.add(
          new Step(
              removal.step(),
              subject(removal),
              "remove " + removal.owned().key(),
              after,
              () -> removal.carryOut(scene)));
    }
    for (Decision<?> decision : comparison.decisions()) {
      if (!(decision.verdict() instanceof Verdict.Same)) {
        steps.add(step(decision));
      }
    }
    for (Decision<?> decision : comparison.decisions()) {
      port(decision)
          .filter(port -> released.contains(port.id()))
          .ifPresent(
              port ->
                  steps.add(
                      new Step(
                          release(port),
                          decision.part().subject().name(),
                          "release the address of " + decision.part().key(),
                          Set.of(),
                          () ->
                              scene
                                  .project()
                                  .neutron()
                                  .ports()
                                  .update(
                                      port.id(),
                                      Attributes.fixedIps(Attributes.none(), List.of())))));
    }
    return steps;
  }

  private static String subject(Removal removal) {
    return Subject.of(removal.owned().role(), removal.owned().key().name())
        .map(Subject::name)
        .orElse(removal.owned().key().name());
  }

  private static String name(Key key) {
    return "bring " + key;
  }

  private static String release(Port port) {
    return "release " + port.id();
  }

  private Step step(Decision<?> decision) {
    Part<?> part = decision.part();
    Set<String> after = new LinkedHashSet<>();
    part.needs().forEach(need -> after.add(name(need)));
    decision.found().ifPresent(found -> after.add(new Removal(found).step()));
    if (part instanceof PortPart port) {
      removals.portsInTheWayOf(port, scene).forEach(each -> after.add(each.step()));
      port.wanted()
          .address()
          .flatMap(address -> holder(address, decision))
          .filter(holder -> released.contains(holder.id()))
          .ifPresent(holder -> after.add(release(holder)));
      // What was released is set again by its own change, which must not be undone.
      port(decision)
          .filter(each -> released.contains(each.id()))
          .ifPresent(each -> after.add(release(each)));
    }
    if (decision.found().isPresent()
        && decision.found().get().resource() instanceof Subnet subnet) {
      // A gateway address in use cannot be changed.
      removals.of(Key.Type.INTERFACE).stream()
          .filter(each -> each.network().equals(subnet.network()))
          .forEach(each -> after.add(each.step()));
    }
    // Interfaces share a router's networks, servers and volumes a quota: what goes, goes first.
    if (decision.verdict().anew()
        && (part instanceof InterfacePart
            || part instanceof ServerPart
            || part instanceof VolumePart)) {
      removals.of(part.key().type()).forEach(each -> after.add(each.step()));
    }
    String what =
        switch (decision.verdict()) {
          case Verdict.Change _ -> "change " + part.key();
          default -> part.key().toString();
        };
    return new Step(
        name(part.key()), part.subject().name(), what, after, () -> decision.carryOut(scene));
  }

  /**
   * A port goes after its server let go of it, a group after the last port that had it, a subnet
   * after its addresses.
   */
  private Set<String> changesBefore(Removal removal) {
    Set<String> after = new HashSet<>();
    for (Decision<?> decision : comparison.decisions()) {
      if (!(decision.verdict() instanceof Verdict.Change)) {
        continue;
      }
      boolean letsGo =
          removal.owned().resource() instanceof Port port
              && decision.found().map(Owned::id).filter(port.deviceId()::equals).isPresent();
      boolean lastOfGroup = removal.type() == Key.Type.GROUP && decision.part() instanceof PortPart;
      boolean onSubnet =
          removal.type() == Key.Type.SUBNET
              && port(decision).stream()
                  .flatMap(port -> port.fixedIps().stream())
                  .anyMatch(each -> each.subnet().equals(removal.owned().id()));
      if (letsGo || lastOfGroup || onSubnet) {
        after.add(name(decision.part().key()));
      }
    }
    return after;
  }

  private static Optional<Port> port(Decision<?> decision) {
    return decision.part() instanceof PortPart && decision.verdict() instanceof Verdict.Change
        ? decision.found().map(found -> (Port) found.resource())
        : Optional.empty();
  }

  /** Ports whose address another one shall have: two that swap theirs would wait for ever. */
  private Set<String> released() {
    return comparison.decisions().stream()
        .filter(each -> each.part() instanceof PortPart)
        .filter(each -> !(each.verdict() instanceof Verdict.Same))
        .flatMap(
            each ->
                ((PortPart) each.part())
                    .wanted().address().flatMap(address -> holder(address, each)).stream())
        .map(Port::id)
        .collect(Collectors.toSet());
  }

  /** The other port that has an address and is about to get another one. */
  private Optional<Port> holder(Ipv4Address address, Decision<?> seeker) {
    String network = ((PortPart) seeker.part()).wanted().network();
    return changedPorts.stream()
        .filter(each -> ((PortPart) each.part()).wanted().network().equals(network))
        .filter(each -> !each.equals(seeker))
        .flatMap(each -> port(each).stream())
        .filter(port -> PortPart.addresses(port).contains(address.toString()))
        .findFirst();
  }
}
