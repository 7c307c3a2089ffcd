package io.anyrack.openstack;

import io.anyrack.openstack.image.MediaDrive;
import io.anyrack.openstack.machine.NodeBoot;
import io.anyrack.openstack.machine.OpenstackMachine;
import io.anyrack.openstack.machine.RackServers;
import io.anyrack.openstack.nova.Server;
import io.anyrack.openstack.resource.RackResources;
import io.anyrack.rack.cloud.BreakOff;
import io.anyrack.rack.cloud.Cloud;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.cloud.Machine;
import io.anyrack.rack.cloud.MachineObserver;
import io.anyrack.rack.cloud.Observation;
import io.anyrack.rack.cloud.PortCounters;
import io.anyrack.rack.cloud.Probe;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.plan.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;

/**
 * A rack in a project of an OpenStack cloud. Everything of it is found in the cloud by its tags:
 * there is no other state, and any instance can go on where another stopped.
 */
public final class OpenstackCloud implements Cloud {
  private final Function<Rack, Probe> probe;
  private final RackResources resources;
  private final RackServers servers;
  private final MediaDrive drive;
  private final OpenstackMachine.Surroundings surroundings;
  private final Map<String, OpenstackMachine> machines = new ConcurrentHashMap<>();

  /** The nodes that ought to be there: one whose server is not is missing. */
  private final Set<String> expected = new ConcurrentSkipListSet<>();

  /**
   * A rack's cloud.
   *
   * @param probe looks whether the project can hold a rack
   * @param resources of the rack
   * @param servers of the rack
   * @param drive the nodes' CD drives
   * @param surroundings of its machines
   */
  public OpenstackCloud(
      Function<Rack, Probe> probe,
      RackResources resources,
      RackServers servers,
      MediaDrive drive,
      OpenstackMachine.Surroundings surroundings) {
    this.probe = probe;
    this.resources = resources;
    this.servers = servers;
    this.drive = drive;
    this.surroundings = surroundings;
  }

  @Override
  public Probe probe(Rack rack) {
    return probe.apply(rack);
  }

  @Override
  public Plan plan(Optional<Rack> applied, Rack wanted) {
    return resources.plan(wanted);
  }

  @Override
  public boolean remembers() {
    return true;
  }

  @Override
  public List<String> account() {
    return resources.account();
  }

  @Override
  public void apply(Rack rack, Plan plan, Progress progress, BreakOff breakOff) {
    // Who only goes on with a rack changes nothing, and may have no right to.
    if (!plan.isEmpty()) {
      resources.apply(rack, plan, progress, breakOff);
    }
    expected.clear();
    rack.nodes().stream().map(NodeSpec::name).forEach(expected::add);
    machines.keySet().retainAll(expected);
  }

  @Override
  public void destroy(Progress progress) {
    resources.destroy(progress);
    drive.ejectAll();
    expected.clear();
    machines.clear();
  }

  @Override
  public Map<String, Observation> observe() {
    Map<String, Observation> observations = new LinkedHashMap<>();
    expected.forEach(node -> observations.put(node, new Observation.Missing()));
    servers.list().forEach((node, server) -> observations.put(node, servers.observation(server)));
    return observations;
  }

  @Override
  public Machine machine(String node) {
    if (!expected.contains(node) && servers.recall(node).isEmpty()) {
      throw new CloudException(
          "the rack has no server for the node %s; `anyrack up` makes one".formatted(node));
    }
    expected.add(node);
    return machines.computeIfAbsent(
        node, name -> new OpenstackMachine(name, servers, surroundings));
  }

  /** What the boot service must know of a node; costs no call where its server was seen before. */
  public Optional<NodeBoot> boot(String node) {
    return servers.recall(node).map(NodeBoot::of);
  }

  /** The node whose iPXE says it has this {@code ${uuid}}, as seen last. */
  public Optional<String> nodeOf(String uuid) {
    return servers.node(uuid);
  }

  /** The server that is a node, as seen last. */
  public Optional<Server> server(String node) {
    return servers.recall(node);
  }

  /** Nothing: a cloud does not tell, it has to be asked. */
  @Override
  public void watch(MachineObserver observer) {}

  @Override
  public List<PortCounters> ports() {
    return List.of();
  }

  @Override
  public void close() {
    machines.values().forEach(OpenstackMachine::close);
  }
}
