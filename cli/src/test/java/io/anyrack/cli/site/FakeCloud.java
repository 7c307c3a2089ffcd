package io.anyrack.cli.site;

import io.anyrack.rack.cloud.BreakOff;
import io.anyrack.rack.cloud.Cloud;
import io.anyrack.rack.cloud.Console;
import io.anyrack.rack.cloud.Machine;
import io.anyrack.rack.cloud.MachineObserver;
import io.anyrack.rack.cloud.Observation;
import io.anyrack.rack.cloud.PortCounters;
import io.anyrack.rack.cloud.Probe;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.plan.Plan;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A cloud that notes what its machines are told. */
final class FakeCloud implements Cloud {
  final List<String> calls = new CopyOnWriteArrayList<>();

  @Override
  public Machine machine(String node) {
    return new Noting(node);
  }

  @Override
  public Probe probe(Rack rack) {
    return new Probe(List.of());
  }

  @Override
  public void apply(Rack rack, Plan plan, Progress progress, BreakOff breakOff) {}

  @Override
  public void destroy(Progress progress) {}

  @Override
  public Map<String, Observation> observe() {
    return Map.of();
  }

  @Override
  public void watch(MachineObserver observer) {}

  @Override
  public List<PortCounters> ports() {
    return List.of();
  }

  @Override
  public void close() {}

  private final class Noting implements Machine {
    private final String name;

    Noting(String name) {
      this.name = name;
    }

    private void note(String what) {
      calls.add(name + " " + what);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Observation observe() {
      return new Observation.Running();
    }

    @Override
    public void start(BootOverride boot) {
      note("start " + boot.device());
    }

    @Override
    public void prepareBoot(BootOverride boot) {
      note("prepare " + boot.device());
    }

    @Override
    public void stop() {
      note("stop");
    }

    @Override
    public void requestShutdown() {
      note("shutdown");
    }

    @Override
    public void reset(BootOverride boot) {
      note("reset " + boot.device());
    }

    @Override
    public void diagnose() {
      note("diagnose");
    }

    @Override
    public void insertMedia(URI image) {
      note("insert " + image);
    }

    @Override
    public void ejectMedia() {
      note("eject");
    }

    @Override
    public void screenshot(Path file) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Console console() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Path> inBandSocket() {
      return Optional.empty();
    }
  }
}
