package io.anyrack.local;

import io.anyrack.local.qemu.Cables;
import io.anyrack.local.qemu.KvmProbe;
import io.anyrack.local.qemu.QemuInstallation;
import io.anyrack.local.qemu.QemuLimits;
import io.anyrack.local.qemu.QemuMachine;
import io.anyrack.local.qemu.QemuMachines;
import io.anyrack.rack.cloud.BreakOff;
import io.anyrack.rack.cloud.Cloud;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.cloud.Machine;
import io.anyrack.rack.cloud.MachineObserver;
import io.anyrack.rack.cloud.Observation;
import io.anyrack.rack.cloud.PortCounters;
import io.anyrack.rack.cloud.Probe;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.cloud.Progress.State;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.plan.Plan;
import io.anyrack.rack.plan.Plan.Action;
import io.anyrack.rack.plan.Plan.Kind;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A rack on this machine: QEMU and a switch in this process, without root.
 *
 * <p>Guests go on when this process ends, however it ends. A new instance on the same directory
 * takes them over in its first {@link #apply}, whose plan may be empty; before that it knows no
 * machine, but can {@link #destroy}.
 */
public final class LocalCloud implements Cloud {
  private final Cabling cabling;
  private final QemuMachines machines;
  private final LocalProbe probe;
  private final List<MachineObserver> observers = new CopyOnWriteArrayList<>();

  /**
   * A rack whose machines live in {@code nodes} under {@code state}.
   *
   * @param kvm may be shared by several racks
   * @param operatingSystem the system's name as Java has it ({@code os.name})
   */
  public LocalCloud(
      Path state,
      Cabling cabling,
      QemuInstallation qemu,
      KvmProbe kvm,
      QemuLimits limits,
      String operatingSystem) {
    this.cabling = cabling;
    this.machines = new QemuMachines(state.resolve("nodes"), qemu, kvm, limits);
    this.probe = new LocalProbe(state, qemu, kvm, machines, limits, operatingSystem);
  }

  @Override
  public Probe probe(Rack rack) {
    return probe.look(rack, local(rack));
  }

  @Override
  public void apply(Rack rack, Plan plan, Progress progress, BreakOff breakOff) {
    CloudSpec.Local spec = local(rack);
    probe.checkPaths(rack);
    for (Plan.Change change : plan.changes()) {
      if (change.kind() == Kind.NODE
          && (change.action() == Action.REMOVE || change.action() == Action.REPLACE)) {
        step(progress, change.name(), "remove", () -> machines.remove(change.name()));
      }
    }
    cabling.configure(rack);
    for (NodeSpec node : rack.nodes()) {
      breakOff.check();
      Runnable put =
          () -> machines.put(rack.name(), spec, node, cables(node.name()), new Everybody());
      if (plan.of(Kind.NODE, node.name()).isPresent()) {
        step(progress, node.name(), "machine", put);
      } else {
        put.run();
      }
    }
  }

  @Override
  public void destroy(Progress progress) {
    for (String node : machines.remains()) {
      step(progress, node, "remove", () -> machines.remove(node));
    }
    machines.removeDirectory();
  }

  @Override
  public Map<String, Observation> observe() {
    Map<String, Observation> observations = new LinkedHashMap<>();
    for (QemuMachine machine : machines.all()) {
      observations.put(machine.name(), machine.observe());
    }
    return observations;
  }

  @Override
  public Machine machine(String node) {
    return machines
        .get(node)
        .orElseThrow(() -> new CloudException("the rack has no machine for " + node));
  }

  @Override
  public void watch(MachineObserver observer) {
    observers.add(observer);
  }

  @Override
  public List<PortCounters> ports() {
    return cabling.ports();
  }

  @Override
  public void close() {
    machines.detach();
    cabling.close();
  }

  private Cables cables(String node) {
    return new Cables() {
      @Override
      public void plug(int nic, Path socket) {
        cabling.connect(node, nic, socket);
      }

      @Override
      public void unplug(int nic) {
        cabling.disconnect(node, nic);
      }
    };
  }

  private static CloudSpec.Local local(Rack rack) {
    if (rack.cloud() instanceof CloudSpec.Local local) {
      return local;
    }
    throw new CloudException("rack %s is not of the local cloud".formatted(rack.name()));
  }

  private static void step(Progress progress, String subject, String step, Runnable action) {
    progress.step(subject, step, State.STARTED);
    try {
      action.run();
    } catch (RuntimeException e) {
      progress.step(subject, step, State.FAILED);
      throw e;
    }
    progress.step(subject, step, State.DONE);
  }

  /** Passes on what happens to a machine. */
  private final class Everybody implements MachineObserver {
    @Override
    public void stopped(String node, String reason) {
      observers.forEach(observer -> observer.stopped(node, reason));
    }

    @Override
    public void started(String node) {
      observers.forEach(observer -> observer.started(node));
    }

    @Override
    public void restarted(String node) {
      observers.forEach(observer -> observer.restarted(node));
    }
  }
}
