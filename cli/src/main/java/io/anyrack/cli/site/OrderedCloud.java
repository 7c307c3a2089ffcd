package io.anyrack.cli.site;

import io.anyrack.netboot.script.StartOrders;
import io.anyrack.netboot.script.Starts;
import io.anyrack.rack.cloud.BreakOff;
import io.anyrack.rack.cloud.Cloud;
import io.anyrack.rack.cloud.Machine;
import io.anyrack.rack.cloud.MachineObserver;
import io.anyrack.rack.cloud.Observation;
import io.anyrack.rack.cloud.PortCounters;
import io.anyrack.rack.cloud.Probe;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.node.Node;
import io.anyrack.rack.plan.Plan;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A cloud whose machines ask for a boot script long after they were started: it tells the boot
 * services of each start, and takes a node that asks without one for a guest that restarted.
 */
final class OrderedCloud implements Cloud, Starts {
  /** No machine comes back to its boot script faster than this. */
  private static final Duration REPEATS = Duration.ofSeconds(5);

  private final Cloud cloud;
  private final StartsFile file;
  private final StartOrders orders;
  private volatile Optional<MachineObserver> observer = Optional.empty();

  /**
   * A cloud.
   *
   * @param cloud does the work
   * @param nodes finds a node while the rack runs
   * @param file keeps starts for a service that comes later
   * @param clock tells the time
   * @param comesBack within what time a node asks again whose disk does not start
   */
  OrderedCloud(
      Cloud cloud,
      Function<String, Optional<Node>> nodes,
      StartsFile file,
      InstantSource clock,
      Function<String, Duration> comesBack) {
    this.cloud = cloud;
    this.file = file;
    this.orders =
        new StartOrders(
            name -> nodes.apply(name).map(node -> node.status().boot()).orElse(BootOverride.NONE),
            name -> observer.ifPresent(each -> each.restarted(name)),
            clock,
            REPEATS,
            comesBack);
    orders.resume(file.read());
  }

  private void keep() {
    file.write(orders.open());
  }

  @Override
  public BootOverride order(String node) {
    return orders.order(node);
  }

  @Override
  public void delivered(String node) {
    orders.delivered(node);
    keep();
  }

  @Override
  public Machine machine(String node) {
    return new OrderedMachine(cloud.machine(node), orders, this::keep);
  }

  @Override
  public void watch(MachineObserver watcher) {
    observer = Optional.of(watcher);
    cloud.watch(watcher);
  }

  @Override
  public Probe probe(Rack rack) {
    return cloud.probe(rack);
  }

  @Override
  public Plan plan(Optional<Rack> applied, Rack wanted) {
    return cloud.plan(applied, wanted);
  }

  @Override
  public boolean remembers() {
    return cloud.remembers();
  }

  @Override
  public List<String> account() {
    return cloud.account();
  }

  @Override
  public void apply(Rack rack, Plan plan, Progress progress, BreakOff breakOff) {
    cloud.apply(rack, plan, progress, breakOff);
  }

  @Override
  public void destroy(Progress progress) {
    cloud.destroy(progress);
  }

  @Override
  public Map<String, Observation> observe() {
    return cloud.observe();
  }

  @Override
  public List<PortCounters> ports() {
    return cloud.ports();
  }

  @Override
  public void close() {
    cloud.close();
  }
}
