package io.anyrack.service;

import io.anyrack.rack.RackException;
import io.anyrack.rack.cloud.BreakOff;
import io.anyrack.rack.cloud.BrokenOffException;
import io.anyrack.rack.cloud.Cloud;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.cloud.Machine;
import io.anyrack.rack.cloud.MachineObserver;
import io.anyrack.rack.cloud.Observation;
import io.anyrack.rack.cloud.PortCounters;
import io.anyrack.rack.cloud.Probe;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.BootPhases.Phase;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.net.BootTrial;
import io.anyrack.rack.net.Tap;
import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.EventLog;
import io.anyrack.rack.node.MachineNode;
import io.anyrack.rack.node.Node;
import io.anyrack.rack.node.Origin;
import io.anyrack.rack.plan.Plan;
import io.anyrack.service.bmc.BmcAccess;
import io.anyrack.service.bmc.BmcBook;
import io.anyrack.service.bmc.RedfishAccess;
import io.anyrack.service.state.PhaseBook;
import io.anyrack.service.state.RackStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
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
  private static final Origin SERVICE = new Origin("service", "");

  /** How long a command waits for a cloud that was away when the service started. */
  private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(10);

  /** How often a service without a rack looks for one. */
  private static final Duration IDLE = Duration.ofSeconds(1);

  private final RackStore store;
  private final PhaseBook phases;
  private final EventLog events;
  private final Site.Opener opener;
  private final NodeDoors doors;
  private final HeldNodes nodes;
  private final CloudWatch watch;
  private final OneAtATime changing = new OneAtATime();

  /** The rack as it stands; replaced as a whole. */
  private volatile Optional<Standing> standing = Optional.empty();

  /** Whether the cloud has been told of the rack since the service started. */
  private volatile boolean attached = true;

  /** No rack is taken on any more: the process is about to end. */
  private volatile boolean ended;

  private record Standing(Rack rack, Site site) {
    Cloud cloud() {
      return site.cloud();
    }
  }

  /**
   * A service that holds no rack yet.
   *
   * @param store keeps the rack
   * @param bmcs keeps the BMCs' ports and credentials
   * @param phases keeps where nodes stand
   * @param events the rack's own event log
   * @param opener opens the site
   * @param doors makes nodes and their doors
   */
  public RackService(
      RackStore store,
      BmcBook bmcs,
      PhaseBook phases,
      EventLog events,
      Site.Opener opener,
      NodeDoors doors) {
    this.store = store;
    this.nodes = new HeldNodes(bmcs, doors, events);
    this.phases = phases;
    this.events = events;
    this.opener = opener;
    this.doors = doors;
    this.watch = new CloudWatch(events);
  }

  /**
   * Goes on with the rack that an earlier process held, if there is one. A node whose doors cannot
   * be opened does not keep the others from coming up: it runs on without them, and the event logs
   * say so. A cloud elsewhere that does not answer now is waited for by {@link #poll}: meanwhile
   * BMCs say what was known last.
   */
  public void resume() {
    changing.lock();
    try {
      Optional<Rack> rack = store.rack();
      if (rack.isPresent()) {
        open(rack.get());
        Standing now = standing.orElseThrow();
        Optional<Map<String, Observation>> seen = attach(now, rack.get());
        attached = seen.isPresent();
        List<String> faults =
            hold(
                rack.get(),
                attached ? now.cloud()::machine : name -> late(now, name),
                seen.orElse(Map.of()),
                Progress.SILENT);
        faults.forEach(fault -> events.append(Event.Kind.FAULT, fault, SERVICE));
        events.append(Event.Kind.SERVICE, "attached to the rack", SERVICE);
      }
    } finally {
      changing.unlock();
    }
  }

  /** What the machines are like; empty: the cloud does not answer, but will. */
  private Optional<Map<String, Observation>> attach(Standing now, Rack rack) {
    try {
      now.cloud().apply(rack, new Plan(List.of()), Progress.SILENT);
      return Optional.of(now.cloud().observe());
    } catch (CloudException e) {
      if (!now.cloud().remembers()) {
        throw e;
      }
      watch.failed(e);
      return Optional.empty();
    }
  }

  private static Machine late(Standing now, String name) {
    Duration pause = now.site().pollPeriod();
    int attempts = (int) Math.max(1, LONGEST_OUTAGE.dividedBy(pause));
    return new LateMachine(name, () -> now.cloud().machine(name), pause, attempts);
  }

  /**
   * Makes the rack as {@code wanted} says. What was made stays if this fails half way, and the next
   * call goes on with it; a first one that fails leaves nothing, unless the cloud itself remembers
   * what is the rack's: then it is gone on with, too.
   *
   * @param planned is told what is about to be done, before it is
   * @return what to tell the user
   * @throws BrokenOffException if the rack was destroyed meanwhile
   * @throws RackException if it cannot be made, or a node's doors cannot be opened
   */
  public Applied apply(Rack wanted, Consumer<Plan> planned, Progress progress) {
    BreakOff breakOff = changing.lock(progress);
    try {
      if (ended) {
        throw new RackException("the rack's service is about to end; try again in a moment");
      }
      return apply(wanted, planned, progress, breakOff);
    } catch (BrokenOffException e) {
      throw new BrokenOffException("ended by a `down` of the rack", e);
    } finally {
      changing.unlock();
    }
  }

  private Applied apply(Rack wanted, Consumer<Plan> planned, Progress progress, BreakOff breakOff) {
    breakOff.check();
    if (standing.isPresent()) {
      return change(standing.get(), wanted, planned, progress, breakOff);
    }
    open(wanted);
    boolean remembers = standing.orElseThrow().cloud().remembers();
    try {
      return make(standing.orElseThrow(), wanted, planned, progress, breakOff);
    } catch (RuntimeException e) {
      if (!remembers) {
        takeBack(e);
      } else if (store.rack().isEmpty()) {
        letGo(); // nothing was begun
      }
      throw e;
    }
  }

  /**
   * What came of an {@link #apply}.
   *
   * @param warnings what works less well than it might, a line each
   * @param account what it took, a line each
   */
  public record Applied(List<String> warnings, List<String> account) {
    /** Copies the lists. */
    public Applied {
      warnings = List.copyOf(warnings);
      account = List.copyOf(account);
    }
  }

  private Applied make(
      Standing now, Rack wanted, Consumer<Plan> planned, Progress progress, BreakOff breakOff) {
    Probe probe = probe(now, wanted);
    Plan plan = now.cloud().plan(Optional.empty(), wanted);
    planned.accept(plan);
    breakOff.check();
    if (now.cloud().remembers()) {
      store.keep(wanted); // from here on `down` has something to take away
    }
    refuse(bring(now, wanted, plan, progress, breakOff));
    keep(wanted, plan);
    return applied(probe, now);
  }

  private Applied change(
      Standing now, Rack wanted, Consumer<Plan> planned, Progress progress, BreakOff breakOff) {
    Probe probe = probe(now, wanted);
    Plan plan;
    try {
      plan = now.cloud().plan(Optional.of(now.rack()), wanted);
    } catch (IllegalArgumentException e) {
      throw new RackException(String.valueOf(e.getMessage()), e);
    }
    planned.accept(plan);
    breakOff.check();
    nodes.dismiss(nodesToDismiss(plan));
    List<String> faults = bring(now, wanted, plan, progress, breakOff);
    keep(wanted, plan);
    nodesToDismiss(plan).stream()
        .filter(name -> wanted.node(name).isEmpty())
        .forEach(doors::forget);
    refuse(faults);
    return applied(probe, now);
  }

  private List<String> bring(
      Standing now, Rack wanted, Plan plan, Progress progress, BreakOff breakOff) {
    now.site().changing(true);
    try {
      now.cloud().apply(wanted, plan, progress, breakOff);
      breakOff.check();
      attached = true;
      now.site().configure(wanted, phases.applied(wanted));
    } finally {
      now.site().changing(false);
    }
    return hold(wanted, now.cloud()::machine, now.cloud().observe(), progress);
  }

  private void keep(Rack wanted, Plan plan) {
    store.keep(wanted);
    events.append(Event.Kind.SERVICE, "applied: " + plan.changes().size() + " changes", SERVICE);
  }

  private void takeBack(RuntimeException cause) {
    try {
      List<String> _ = demolish(Progress.SILENT);
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
      events.append(
          Event.Kind.FAULT, "what was made could not be taken back: " + e.getMessage(), SERVICE);
      letGo();
    }
  }

  private static Applied applied(Probe probe, Standing now) {
    return new Applied(warnings(probe, now.site()), now.cloud().account());
  }

  private static List<String> warnings(Probe probe, Site site) {
    return Stream.concat(
            probe.findings().stream()
                .filter(finding -> finding.severity() == Probe.Severity.WARNING)
                .map(finding -> finding.subject() + ": " + finding.message()),
            site.warnings().stream())
        .toList();
  }

  private Probe probe(Standing now, Rack wanted) {
    refuse(doors.lack(wanted).stream().toList());
    Probe probe = now.cloud().probe(wanted);
    refuse(
        probe.problems().stream()
            .map(finding -> finding.subject() + ": " + finding.message())
            .toList());
    return probe;
  }

  private static void refuse(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new RackException(String.join("\n", problems));
    }
  }

  private void open(Rack rack) {
    Site site = opener.open(rack, this::node, new SiteLog(this::node, events));
    try {
      site.configure(rack, phases.applied(rack));
      site.cloud().watch(new Dispatch());
    } catch (RuntimeException e) {
      site.close();
      throw e;
    }
    standing = Optional.of(new Standing(rack, site));
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

  /** Gives every node of the rack its doors; returns what went wrong, a line each. */
  private List<String> hold(
      Rack rack,
      Function<String, Machine> machines,
      Map<String, Observation> observed,
      Progress progress) {
    Observation unseen =
        attached ? new Observation.Missing() : new Observation.Changing("not known", false);
    List<String> faults = nodes.hold(rack, machines, observed, unseen, progress);
    standing = Optional.of(new Standing(rack, standing.orElseThrow().site()));
    return faults;
  }

  /**
   * Destroys the rack and all that belongs to it; an {@link #apply} that runs is ended early. The
   * service then takes on no other: whoever waits to apply one finds a new service.
   *
   * @return what it took, a line each
   */
  public List<String> destroy(Progress progress) {
    changing.lockToEnd(progress);
    try {
      List<String> account = demolish(progress);
      ended = true;
      return account;
    } finally {
      changing.unlockAfterEnd();
    }
  }

  private List<String> demolish(Progress progress) {
    List<String> account = new ArrayList<>();
    standing.ifPresent(
        now -> {
          nodes.dismissAll();
          now.cloud().destroy(progress);
          account.addAll(now.cloud().account());
        });
    store.forget();
    letGo();
    return List.copyOf(account);
  }

  private void letGo() {
    standing.ifPresent(
        now -> {
          nodes.dismissAll();
          standing = Optional.empty();
          now.site().close();
        });
  }

  /**
   * Takes on no rack any more, if there is none.
   *
   * @throws RackException if there is one
   */
  public void endIfEmpty() {
    changing.lock();
    try {
      if (standing.isPresent()) {
        throw new RackException("the rack is there: its service goes on");
      }
      ended = true;
    } finally {
      changing.unlock();
    }
  }

  /** Whether the service is of no use any more: its rack is gone and it takes on no other. */
  public boolean hasEnded() {
    return ended;
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
    return nodes.find(name);
  }

  /** How a node's BMC is reached. */
  public Optional<BmcAccess> bmc(String node) {
    return managed(node).map(ManagedNode::presentAccess);
  }

  /** How a node's BMC is reached over Redfish. */
  public Optional<RedfishAccess> redfish(String node) {
    return managed(node).flatMap(ManagedNode::redfish).map(RedfishDoors.Door::access);
  }

  /** Why a node has no BMC; empty: it has one. */
  public Optional<String> bmcFault(String node) {
    return managed(node).flatMap(ManagedNode::fault);
  }

  /** How address sync is doing; empty: the rack has none. */
  public Optional<SyncReport> sync() {
    return standing.flatMap(now -> now.site().sync());
  }

  /** What passed the ports of the rack's networks. */
  public List<PortCounters> ports() {
    return standing.map(now -> now.cloud().ports()).orElse(List.of());
  }

  /** The machine of a node, for what is no node command: its screen. */
  public Optional<byte[]> screenshot(String node) {
    return standing.map(now -> Screenshots.take(now.cloud().machine(node)));
  }

  /** What all machines are like now, asked of the cloud; empty: there is no rack. */
  public Map<String, Observation> observe() {
    return standing.map(now -> now.cloud().observe()).orElse(Map.of());
  }

  /** A port beside that of a NIC: see {@link Site#tap}. */
  public Optional<Tap> tap(String node, int nic, boolean guarded) {
    return standing.flatMap(now -> now.site().tap(node, nic, guarded));
  }

  /** Puts a node on trial: see {@link Site#trial}. */
  public Optional<BootTrial> trial(String node) {
    return standing.map(now -> now.site().trial(node));
  }

  /** Where a node of the rack stands in its installation. */
  public Phase phase(String node) {
    return phases.of(node);
  }

  /**
   * Puts a node into a phase: what boots it is told so, and a start of the service finds it so.
   *
   * @throws RackException if the rack file says nothing of the phase
   */
  public void phase(Node node, Phase phase) {
    changing.lock();
    try {
      Standing now = standing.orElseThrow(() -> new RackException("there is no rack"));
      now.rack().boot().phases().demand(phase);
      phases.put(node.name(), phase);
      now.site().phases(phases.applied(now.rack()));
      String word = phase.name().toLowerCase(Locale.ROOT);
      node.events().append(Event.Kind.NETBOOT, "phase of its installation: " + word, SERVICE);
    } finally {
      changing.unlock();
    }
  }

  /** The rack's own event log. */
  public EventLog events() {
    return events;
  }

  /** Looks at all machines in one call and tells each node what was seen. */
  public void poll() {
    standing.ifPresent(
        now -> {
          if (!attached && !attachNow(now)) {
            return;
          }
          Map<MachineNode, Long> asked = new LinkedHashMap<>();
          nodes.all().forEach(held -> asked.put(held.node(), held.node().generation()));
          watch
              .look(now.cloud())
              .ifPresent(
                  observed ->
                      asked.forEach(
                          (node, generation) ->
                              Optional.ofNullable(observed.get(node.name()))
                                  .ifPresent(seen -> node.observed(seen, generation))));
        });
  }

  /** What {@link #resume} could not do; not while a change of the rack does it anyway. */
  private boolean attachNow(Standing now) {
    if (changing.tryLock()) {
      try {
        attached = attached || attach(now, now.rack()).isPresent();
      } finally {
        changing.unlock();
      }
    }
    return attached;
  }

  /** Polls until the thread is interrupted, as often as the site wants it. */
  public void keepPolling() {
    try {
      while (true) {
        Thread.sleep(standing.map(now -> now.site().pollPeriod()).orElse(IDLE));
        poll();
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
      ended = true;
      letGo();
    } finally {
      changing.unlock();
    }
  }
}
