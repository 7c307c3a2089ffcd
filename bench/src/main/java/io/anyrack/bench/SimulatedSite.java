package io.anyrack.bench;

import io.anyrack.rack.cloud.BreakOff;
import io.anyrack.rack.cloud.Cloud;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.cloud.Console;
import io.anyrack.rack.cloud.Machine;
import io.anyrack.rack.cloud.MachineObserver;
import io.anyrack.rack.cloud.Observation;
import io.anyrack.rack.cloud.PortCounters;
import io.anyrack.rack.cloud.Probe;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.cloud.SecureBoot;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.net.BootTrial;
import io.anyrack.rack.plan.Plan;
import io.anyrack.service.Site;
import io.anyrack.service.SyncReport;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A cloud whose machines are a bit each, so that what is measured is the service. Machines stop at
 * once, and start as fast as is wanted.
 */
final class SimulatedSite implements Site, Cloud {
  private final Map<String, SimulatedMachine> machines = new ConcurrentHashMap<>();

  private final Duration start;

  private SimulatedSite(Duration start) {
    this.start = start;
  }

  /** Machines that take so long to start. */
  static SimulatedSite open(Rack rack, Duration start) {
    SimulatedSite site = new SimulatedSite(start);
    site.configure(rack, rack);
    return site;
  }

  @Override
  public Optional<SyncReport> sync() {
    return Optional.empty();
  }

  @Override
  public Cloud cloud() {
    return this;
  }

  @Override
  public void configure(Rack rack, Rack told) {
    for (NodeSpec node : rack.nodes()) {
      machines.computeIfAbsent(node.name(), name -> new SimulatedMachine(name, start));
    }
  }

  @Override
  public void phases(Rack told) {}

  @Override
  public List<String> warnings() {
    return List.of();
  }

  @Override
  public BootTrial trial(String node) {
    throw new CloudException("simulated machines boot nothing");
  }

  @Override
  public Duration pollPeriod() {
    return Duration.ofSeconds(2);
  }

  @Override
  public Probe probe(Rack rack) {
    return new Probe(List.of());
  }

  @Override
  public void apply(Rack rack, Plan plan, Progress progress, BreakOff breakOff) {
    configure(rack, rack);
  }

  @Override
  public void destroy(Progress progress) {
    machines.clear();
  }

  @Override
  public Map<String, Observation> observe() {
    Map<String, Observation> seen = HashMap.newHashMap(machines.size());
    machines.forEach((name, machine) -> seen.put(name, machine.observe()));
    return seen;
  }

  @Override
  public Machine machine(String node) {
    return Optional.ofNullable(machines.get(node))
        .orElseThrow(() -> new CloudException("no machine " + node));
  }

  @Override
  public void watch(MachineObserver observer) {}

  @Override
  public List<PortCounters> ports() {
    return List.of();
  }

  @Override
  public void close() {}

  private static final class SimulatedMachine implements Machine, Console {
    private static final SecureBoot NO_KEYS = new SecureBoot(false, false, false);

    private final String name;
    private final Duration start;
    private volatile boolean powered;
    private volatile SecureBoot secureBoot = NO_KEYS;

    SimulatedMachine(String name, Duration start) {
      this.name = name;
      this.start = start;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Observation observe() {
      return powered ? new Observation.Running() : new Observation.Stopped();
    }

    @Override
    public void start(BootOverride boot) {
      try {
        Thread.sleep(start);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      boolean signed = secureBoot.enabled();
      secureBoot = new SecureBoot(signed, signed, secureBoot.owned() || signed);
      powered = true;
    }

    @Override
    public void prepareBoot(BootOverride boot) {}

    @Override
    public void stop() {
      powered = false;
    }

    @Override
    public void requestShutdown() {
      powered = false;
    }

    @Override
    public void reset(BootOverride boot) {}

    @Override
    public Optional<SecureBoot> secureBoot() {
      return Optional.of(secureBoot);
    }

    @Override
    public void changeSecureBoot(SecureBoot.Change change) {
      SecureBoot now = secureBoot;
      secureBoot =
          switch (change) {
            case ENABLE -> new SecureBoot(true, now.inForce(), now.owned());
            case DISABLE -> new SecureBoot(false, now.inForce(), now.owned());
            case DEFAULT_KEYS -> new SecureBoot(now.enabled(), now.inForce(), true);
            case DELETE_KEYS, DELETE_PLATFORM_KEY -> new SecureBoot(false, now.inForce(), false);
          };
    }

    @Override
    public void diagnose() {}

    @Override
    public void insertMedia(URI image) {}

    @Override
    public void ejectMedia() {}

    @Override
    public void screenshot(Path file) {
      throw new UnsupportedOperationException("a bit has no screen");
    }

    @Override
    public Console console() {
      return this;
    }

    @Override
    public Optional<Path> inBandSocket() {
      return Optional.empty();
    }

    @Override
    public byte[] history() {
      return new byte[0];
    }

    @Override
    public Attachment read(boolean replay, Reader reader) {
      return () -> {};
    }

    @Override
    public Optional<Writer> claim(String who) {
      return Optional.empty();
    }

    @Override
    public Optional<String> writer() {
      return Optional.empty();
    }
  }
}
