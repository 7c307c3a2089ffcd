package io.anyrack.service;

import io.anyrack.rack.RackException;
import io.anyrack.rack.cloud.Machine;
import io.anyrack.rack.cloud.Observation;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.node.EventLog;
import io.anyrack.service.bmc.BmcAccess;
import io.anyrack.service.bmc.BmcBook;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The nodes of a rack with their doors. One thread changes them at a time, any may look. */
final class HeldNodes {
  private final BmcBook bmcs;
  private final NodeDoors doors;
  private final EventLog events;

  /** Replaced as a whole. */
  private volatile Map<String, ManagedNode> nodes = Map.of();

  /**
   * No nodes yet.
   *
   * @param bmcs keeps the BMCs' ports and credentials
   * @param doors makes nodes and their doors
   * @param events the rack's own event log
   */
  HeldNodes(BmcBook bmcs, NodeDoors doors, EventLog events) {
    this.bmcs = bmcs;
    this.doors = doors;
    this.events = events;
  }

  Optional<ManagedNode> find(String name) {
    return Optional.ofNullable(nodes.get(name));
  }

  Collection<ManagedNode> all() {
    return nodes.values();
  }

  /** Closes the doors of some; their machines are not touched. */
  void dismiss(Set<String> names) {
    Map<String, ManagedNode> before = nodes;
    Map<String, ManagedNode> rest = new LinkedHashMap<>(before);
    rest.keySet().removeAll(names);
    nodes = rest;
    names.forEach(name -> Optional.ofNullable(before.get(name)).ifPresent(ManagedNode::close));
  }

  /** Closes the doors of all. */
  void dismissAll() {
    dismiss(Set.copyOf(nodes.keySet()));
  }

  /**
   * Gives every node of the rack its doors, keeping those that stand.
   *
   * @param machines finds a node's machine
   * @param observed what the machines are like
   * @param unseen what those are like that are not among them
   * @return what went wrong, a line for each node concerned
   */
  List<String> hold(
      Rack rack,
      Function<String, Machine> machines,
      Map<String, Observation> observed,
      Observation unseen,
      Progress progress) {
    bmcs.follow(rack);
    Map<String, ManagedNode> before = nodes;
    // Seen as it fills: where a later node fails, those before it can still be closed.
    Map<String, ManagedNode> now = new ConcurrentHashMap<>(before);
    nodes = now;
    Map<String, Integer> ports = new HashMap<>();
    List<String> faults =
        new ArrayList<>(doors.follow(rack, hosts(rack), events).stream().toList());
    for (NodeSpec spec : rack.nodes()) {
      Optional<ManagedNode> held = Optional.ofNullable(before.get(spec.name()));
      BmcAccess access = bmcs.of(spec.name()).orElseThrow();
      if (held.isPresent() && held.get().serves(access, rack.bmc())) {
        held.get().redfish().ifPresent(door -> door.update(spec));
        continue;
      }
      progress.step(spec.name(), "bmc", Progress.State.STARTED);
      now.remove(spec.name());
      held.ifPresent(ManagedNode::close);
      Optional<String> fault;
      try {
        ManagedNode node =
            doors.open(
                spec,
                rack.bmc(),
                access,
                machines.apply(spec.name()),
                observed.getOrDefault(spec.name(), unseen));
        now.put(spec.name(), node);
        ports.put(spec.name(), node.access().port());
        fault = node.fault();
      } catch (RackException e) {
        fault = Optional.of(spec.name() + ": " + e.getMessage());
      }
      fault.ifPresent(faults::add);
      progress.step(
          spec.name(), "bmc", fault.isEmpty() ? Progress.State.DONE : Progress.State.FAILED);
    }
    now.keySet().retainAll(rack.nodes().stream().map(NodeSpec::name).collect(Collectors.toSet()));
    try {
      bmcs.bound(ports);
      doors.keepPorts();
    } catch (RackException e) {
      faults.add(String.valueOf(e.getMessage()));
    }
    return faults;
  }

  private Set<String> hosts(Rack rack) {
    return rack.nodes().stream()
        .map(spec -> bmcs.of(spec.name()).orElseThrow().host())
        .collect(Collectors.toSet());
  }
}
