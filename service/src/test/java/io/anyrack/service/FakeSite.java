package io.anyrack.service;

import io.anyrack.fakemachine.FakeMachine;
import io.anyrack.rack.cloud.BreakOff;
import io.anyrack.rack.cloud.Cloud;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.cloud.MachineObserver;
import io.anyrack.rack.cloud.Observation;
import io.anyrack.rack.cloud.PortCounters;
import io.anyrack.rack.cloud.Probe;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.net.BootTrial;
import io.anyrack.rack.net.Tap;
import io.anyrack.rack.plan.Plan;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A site and its cloud in memory. It remembers what it is told and fails where a test wants it to;
 * its machines outlive the service, as real ones do.
 */
final class FakeSite implements Site, Cloud {
  final List<String> calls = new CopyOnWriteArrayList<>();
  final Map<String, FakeMachine> machines = new ConcurrentHashMap<>();

  /** The call that fails, such as {@code apply}, and with which message. */
  final Map<String, String> faults = new ConcurrentHashMap<>();

  /** Holds {@code apply} up until it is counted down. */
  volatile CountDownLatch beforeApply = new CountDownLatch(0);

  volatile List<String> warnings = List.of();

  /** Whether the cloud itself knows what is the rack's, and what its actions took. */
  volatile boolean remembers;

  volatile List<String> account = List.of();

  /** What the boot services were told the rack is. */
  volatile Optional<Rack> configured = Optional.empty();

  /** What it was while the cloud was told last, and is: 1 while a change is announced. */
  volatile int changingAtApply;

  final AtomicInteger changing = new AtomicInteger();

  /** The rack as its file says, as address sync was told it. */
  volatile Optional<Rack> filed = Optional.empty();

  volatile Optional<Probe.Finding> finding = Optional.empty();
  volatile Optional<Log> log = Optional.empty();
  private volatile Optional<MachineObserver> observer = Optional.empty();

  Site.Opener opener() {
    return (_, _, bootLog) -> {
      call("open");
      log = Optional.of(bootLog);
      return this;
    };
  }

  MachineObserver observer() {
    return observer.orElseThrow();
  }

  FakeMachine of(String node) {
    return Optional.ofNullable(machines.get(node)).orElseThrow();
  }

  private void call(String what) {
    calls.add(what);
    String fault = faults.get(what);
    if (fault != null) {
      throw new CloudException(fault);
    }
  }

  volatile Optional<SyncReport> sync = Optional.empty();

  @Override
  public Optional<SyncReport> sync() {
    return sync;
  }

  @Override
  public Cloud cloud() {
    return this;
  }

  @Override
  public void configure(Rack rack, Rack told) {
    call("configure");
    filed = Optional.of(rack);
    configured = Optional.of(told);
  }

  @Override
  public void changing(boolean now) {
    if (now) {
      changing.incrementAndGet();
    } else {
      changing.decrementAndGet();
    }
  }

  @Override
  public void phases(Rack told) {
    call("phases");
    configured = Optional.of(told);
  }

  @Override
  public List<String> warnings() {
    return warnings;
  }

  /** The node on trial; whether it reaches its script. */
  volatile boolean reaches = true;

  @Override
  public BootTrial trial(String node) {
    call("trial " + node);
    return new BootTrial() {
      @Override
      public boolean await(Duration limit) throws InterruptedException {
        if (!reaches) {
          Thread.sleep(limit);
        }
        return reaches;
      }

      @Override
      public void close() {
        calls.add("end of trial " + node);
      }
    };
  }

  /** Frames sent into taps; each comes back from the other end. */
  @Override
  public Optional<Tap> tap(String node, int nic, boolean guarded) {
    call("tap " + node + " " + nic + (guarded ? " guarded" : ""));
    BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
    return Optional.of(
        new Tap() {
          @Override
          public Optional<String> send(byte[] frame) {
            frames.add(frame);
            return frame.length > 3 ? Optional.of("mtu") : Optional.empty();
          }

          @Override
          public Optional<byte[]> receive(Duration limit) throws InterruptedException {
            return Optional.ofNullable(frames.poll(limit.toNanos(), TimeUnit.NANOSECONDS));
          }

          @Override
          public void close() {
            calls.add("untap " + node);
          }
        });
  }

  @Override
  public Duration pollPeriod() {
    return Duration.ofMillis(1);
  }

  @Override
  public boolean remembers() {
    return remembers;
  }

  @Override
  public List<String> account() {
    return account;
  }

  @Override
  public Plan plan(Optional<Rack> applied, Rack wanted) {
    call("plan");
    return Cloud.super.plan(applied, wanted);
  }

  @Override
  public Probe probe(Rack rack) {
    call("probe");
    return new Probe(finding.stream().toList());
  }

  @Override
  public void apply(Rack rack, Plan plan, Progress progress, BreakOff breakOff) {
    changingAtApply = changing.get();
    call("apply");
    CountDownLatch gate = beforeApply;
    try (BreakOff.Registration _ = breakOff.whenAsked(gate::countDown)) {
      gate.await();
      breakOff.check();
    } catch (InterruptedException e) {
      throw new CloudException("interrupted", e);
    }
    plan.changes().stream()
        .filter(change -> change.kind() == Plan.Kind.NODE)
        .forEach(change -> calls.add(change.action() + " " + change.name()));
    List<String> names = rack.nodes().stream().map(NodeSpec::name).toList();
    machines.keySet().retainAll(names);
    for (String name : names) {
      machines.computeIfAbsent(name, each -> new FakeMachine(each, calls::add));
      progress.step(name, "disk", Progress.State.DONE);
    }
  }

  @Override
  public void destroy(Progress progress) {
    call("destroy");
    machines.clear();
  }

  @Override
  public Map<String, Observation> observe() {
    call("observe");
    return new HashMap<>(
        machines.values().stream()
            .collect(Collectors.toMap(FakeMachine::name, FakeMachine::observe)));
  }

  @Override
  public FakeMachine machine(String node) {
    call("machine " + node);
    return of(node);
  }

  @Override
  public void watch(MachineObserver watcher) {
    observer = Optional.of(watcher);
  }

  @Override
  public List<PortCounters> ports() {
    return List.of(
        new PortCounters(
            "provision", "node-1", 0, true, 7, 9, new TreeMap<>(Map.of("ip-spoof", 2L))));
  }

  @Override
  public void close() {
    calls.add("close");
  }
}
