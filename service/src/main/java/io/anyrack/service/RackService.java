package io.anyrack.service;

import static java.lang.System.Logger.Level.WARNING;

import io.anyrack.rack.RackException;
import io.anyrack.rack.cloud.Cloud;
import io.anyrack.rack.cloud.MachineObserver;
import io.anyrack.rack.cloud.Observation;
import io.anyrack.rack.cloud.PortCounters;
import io.anyrack.rack.cloud.Probe;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.EventLog;
import io.anyrack.rack.node.MachineNode;
import io.anyrack.rack.node.Node;
import io.anyrack.rack.node.Origin;
import io.anyrack.rack.plan.Plan;
import io.anyrack.service.bmc.BmcAccess;
import io.anyrack.service.bmc.BmcBook;
import io.anyrack.service.state.RackStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The running rack: its site, its nodes and their doors. {@link #apply} makes it as a rack file
 * says, {@link #resume} goes on with what an earlier process left.
 *
 * <p>Thread-safe; one {@link #apply} or {@link #destroy} runs at a time, everything else goes on
 * meanwhile.
 */
public final class RackService implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RackService.class.getName());
  private static final Origin SERVICE = new Origin("service", "");

  private final RackStore store;
  private final BmcBook bmcs;
  private final EventLog events;
  private final Site.Opener opener;
  private final NodeDoors doors;
  private final ReentrantLock changing = new ReentrantLock();

  /** The rack as it stands; replaced as a whole. */
  private volatile Optional<Standing> standing = Optional.empty();

  private record Standing(Rack rack, Site site, Map<String, ManagedNode> nodes) {
    Cloud cloud() {
      return site.cloud();
    }
  }

  /**
   * A service that holds no rack yet.
   *
   * @param store keeps the rack
   * @param bmcs keeps the BMCs' ports and credentials
   * @param events the rack's own event log
   * @param opener opens the site
   * @param doors makes nodes and their doors
   */
  public RackService(
      RackStore store, BmcBook bmcs, EventLog events, Site.Opener opener, NodeDoors doors) {
    this.store = store;
    this.bmcs = bmcs;
    this.events = events;
    this.opener = opener;
    this.doors = doors;
  }

  /** Goes on with the rack that an earlier process held, if there is one. */
  public void resume() {
    changing.lock();
    try {
      Optional<Rack> rack = store.rack();
      if (rack.isPresent()) {
        open(rack.get());
        standing.orElseThrow().cloud().apply(rack.get(), new Plan(List.of()), Progress.SILENT);
        hold(rack.get(), Progress.SILENT);
        events.append(Event.Kind.SERVICE, "attached to the rack", SERVICE);
      }
    } finally {
      changing.unlock();
    }
  }

  /**
   * Makes the rack as {@code wanted} says. What was made stays if this fails half way, and the next
   * call goes on with it; a first one that fails leaves nothing.
   *
   * @return what works less well than it might, a line each
   */
  public List<String> apply(Rack wanted, Progress progress) {
    changing.lock();
    try {
      Optional<Rack> current = standing.map(Standing::rack);
      Plan plan = Plan.between(current, wanted);
      if (standing.isEmpty()) {
        open(wanted);
      }
      Standing now = standing.orElseThrow();
      try {
        Probe probe = now.cloud().probe(wanted);
        refuseProblems(probe);
        dismiss(nodesToDismiss(plan));
        now.cloud().apply(wanted, plan, progress);
        now.site().configure(wanted);
        hold(wanted, progress);
        store.keep(wanted);
        events.append(
            Event.Kind.SERVICE, "applied: " + plan.changes().size() + " changes", SERVICE);
        return warnings(probe, now.site());
      } catch (RuntimeException e) {
        if (current.isEmpty()) {
          destroy(Progress.SILENT);
        }
        throw e;
      }
    } finally {
      changing.unlock();
    }
  }

  private static List<String> warnings(Probe probe, Site site) {
    return Stream.concat(
            probe.findings().stream()
                .filter(finding -> finding.severity() == Probe.Severity.WARNING)
                .map(finding -> finding.subject() + ": " + finding.message()),
            site.warnings().stream())
        .toList();
  }

  private static void refuseProblems(Probe probe) {
    if (!probe.problems().isEmpty()) {
      throw new RackException(
          probe.problems().stream()
              .map(finding -> finding.subject() + ": " + finding.message())
              .collect(Collectors.joining("\n")));
    }
  }

  private void open(Rack rack) {
    Site site = opener.open(rack, this::node, this::note);
    site.configure(rack);
    site.cloud().watch(new Dispatch());
    standing = Optional.of(new Standing(rack, site, Map.of()));
  }

  private static Set<String> nodesToDismiss(Plan plan) {
    return plan.changes().stream()
        .filter(change -> change.kind() == Plan.Kind.NODE)
        .filter(
            change ->
                change.action() == Plan.Action.REMOVE || change.action() == Plan.Action.REPLACE)
        .map(Plan.Change::name)
        .collect(Collectors.toSet());
  }

  private void dismiss(Set<String> names) {
    Standing now = standing.orElseThrow();
    Map<String, ManagedNode> rest = new LinkedHashMap<>(now.nodes());
    rest.keySet().removeAll(names);
    standing = Optional.of(new Standing(now.rack(), now.site(), rest));
    names.forEach(name -> Optional.ofNullable(now.nodes().get(name)).ifPresent(ManagedNode::close));
  }

  /** Gives every node of the rack its doors, keeping those that stand. */
  private void hold(Rack rack, Progress progress) {
    bmcs.follow(rack);
    Standing now = standing.orElseThrow();
    Map<String, Observation> observed = now.cloud().observe();
    Map<String, ManagedNode> nodes = new LinkedHashMap<>();
    for (NodeSpec spec : rack.nodes()) {
      Optional<ManagedNode> held = Optional.ofNullable(now.nodes().get(spec.name()));
      BmcAccess access = bmcs.of(spec.name()).orElseThrow();
      if (held.isPresent() && held.get().serves(access, rack.bmc())) {
        nodes.put(spec.name(), held.get());
        continue;
      }
      progress.step(spec.name(), "bmc", Progress.State.STARTED);
      held.ifPresent(ManagedNode::close);
      ManagedNode node =
          doors.open(
              spec,
              rack.bmc(),
              access,
              now.cloud().machine(spec.name()),
              observed.getOrDefault(spec.name(), new Observation.Missing()));
      bmcs.bound(spec.name(), node.access().port());
      nodes.put(spec.name(), node);
      // Published one by one: where a later node fails, those before it can still be closed.
      standing = Optional.of(new Standing(now.rack(), now.site(), merged(now.nodes(), nodes)));
      progress.step(spec.name(), "bmc", Progress.State.DONE);
    }
    standing = Optional.of(new Standing(rack, now.site(), nodes));
  }

  private static Map<String, ManagedNode> merged(
      Map<String, ManagedNode> first, Map<String, ManagedNode> second) {
    Map<String, ManagedNode> all = new LinkedHashMap<>(first);
    all.putAll(second);
    return all;
  }

  /** Destroys the rack and all that belongs to it. The service then holds none. */
  public void destroy(Progress progress) {
    changing.lock();
    try {
      standing.ifPresent(
          now -> {
            dismiss(Set.copyOf(now.nodes().keySet()));
            now.cloud().destroy(progress);
            now.site().close();
          });
      standing = Optional.empty();
      store.forget();
    } finally {
      changing.unlock();
    }
  }

  /** The rack as it stands. */
  public Optional<Rack> rack() {
    return standing.map(Standing::rack);
  }

  /** A node of the rack. */
  public Optional<Node> node(String name) {
    return managed(name).map(ManagedNode::node);
  }

  private Optional<ManagedNode> managed(String name) {
    return standing.flatMap(now -> Optional.ofNullable(now.nodes().get(name)));
  }

  /** How a node's BMC is reached. */
  public Optional<BmcAccess> bmc(String node) {
    return managed(node).map(ManagedNode::access);
  }

  /** What passed the ports of the rack's networks. */
  public List<PortCounters> ports() {
    return standing.map(now -> now.cloud().ports()).orElse(List.of());
  }

  /** The machine of a node, for what is no node command: its screen. */
  public Optional<byte[]> screenshot(String node) {
    return standing.map(now -> Screenshots.take(now.cloud().machine(node)));
  }

  /** The rack's own event log. */
  public EventLog events() {
    return events;
  }

  private void note(String node, String message) {
    managed(node)
        .ifPresent(
            held ->
                held.node().events().append(Event.Kind.NETBOOT, message, new Origin("net", "")));
  }

  /** Looks at all machines in one call and tells each node what was seen. */
  public void poll() {
    standing.ifPresent(
        now -> {
          Map<MachineNode, Long> asked = new LinkedHashMap<>();
          now.nodes().values().forEach(held -> asked.put(held.node(), held.node().generation()));
          Map<String, Observation> observed = now.cloud().observe();
          asked.forEach(
              (node, generation) ->
                  Optional.ofNullable(observed.get(node.name()))
                      .ifPresent(observation -> node.observed(observation, generation)));
        });
  }

  /** Polls until the thread is interrupted. */
  public void keepPolling(Duration period) {
    try {
      while (true) {
        Thread.sleep(period);
        try {
          poll();
        } catch (RackException e) {
          LOG.log(WARNING, "cannot look at the machines: " + e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Dispatch implements MachineObserver {
    @Override
    public void stopped(String node, String reason) {
      managed(node).ifPresent(held -> held.node().stopped(reason));
    }

    @Override
    public void started(String node) {
      managed(node)
          .ifPresent(
              held -> held.node().observed(new Observation.Running(), held.node().generation()));
    }

    @Override
    public void restarted(String node) {
      managed(node).ifPresent(held -> held.node().restarted());
    }
  }

  /** Closes all doors and lets go of the machines: they run on. */
  @Override
  public void close() {
    changing.lock();
    try {
      standing.ifPresent(
          now -> {
            dismiss(Set.copyOf(now.nodes().keySet()));
            now.site().close();
          });
      standing = Optional.empty();
    } finally {
      changing.unlock();
    }
  }
}
