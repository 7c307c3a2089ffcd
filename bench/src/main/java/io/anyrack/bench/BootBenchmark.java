package io.anyrack.bench;

import com.sun.management.OperatingSystemMXBean;
import io.anyrack.netboot.event.BootEvent;
import io.anyrack.netboot.script.BootPath;
import io.anyrack.rack.model.BootOverride;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Three BIOS guests powered on at once, through the product's gateway and through slirp, in turns.
 * The floor of the boot script is the guest's first DHCPDISCOVER: until then only its firmware
 * works. The peer of Linux's DHCP lease is the same boot with script, kernel and RAM disk through
 * slirp; DHCP and the router advertisement, without which slirp would lose 3 s and 13 s, are the
 * switch's in both.
 */
public final class BootBenchmark {
  private static final int ROUNDS = 6;
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final BootOverride NETWORK =
      new BootOverride(
          BootOverride.Device.PXE, BootOverride.Lifetime.ONCE, BootOverride.Mode.LEGACY, 0);

  /** What is awaited of a guest. */
  private enum Step {
    DISCOVER,
    SCRIPT,
    LEASE
  }

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final Map<String, Boot> boots = new ConcurrentHashMap<>();

  /** One guest on its way. */
  private static final class Boot {
    private final long powerOn = System.nanoTime();
    private final Map<Step, Double> seconds = new EnumMap<>(Step.class);
    private final CountDownLatch lease = new CountDownLatch(1);

    synchronized void reached(Step step) {
      seconds.putIfAbsent(step, (System.nanoTime() - powerOn) / 1e9);
      if (step == Step.LEASE) {
        lease.countDown();
      }
    }

    synchronized double seconds(Step step) {
      return seconds.getOrDefault(step, Double.NaN);
    }
  }

  /** The figures of one gateway. */
  private record Figures(
      Samples discover, Samples script, Samples ratio, Samples lease, Samples own, Samples guest) {
    Figures() {
      this(
          new Samples(), new Samples(), new Samples(), new Samples(), new Samples(), new Samples());
    }
  }

  private BootBenchmark() {}

  /** Prints a table; no arguments. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    new BootBenchmark().run();
  }

  private void run() throws IOException, InterruptedException {
    Map<GuestRack.Gateway, Figures> all = new EnumMap<>(GuestRack.Gateway.class);
    Samples leaseRatio = new Samples();
    StringBuilder rounds = new StringBuilder();
    try (GuestRack rack = new GuestRack(0, this::happened)) {
      for (GuestRack.Gateway gateway : GuestRack.Gateway.values()) {
        round(rack, gateway, new Figures());
        all.put(gateway, new Figures());
      }
      for (int round = 0; round < ROUNDS; round++) {
        Map<GuestRack.Gateway, Double> last = new EnumMap<>(GuestRack.Gateway.class);
        for (GuestRack.Gateway gateway : order(round)) {
          double lease = round(rack, gateway, all.getOrDefault(gateway, new Figures()));
          last.put(gateway, lease);
          rounds.append(" %s %.1f".formatted(gateway.name().toLowerCase(Locale.ROOT), lease));
        }
        leaseRatio.add(
            last.getOrDefault(GuestRack.Gateway.ANYRACK, Double.NaN)
                / last.getOrDefault(GuestRack.Gateway.SLIRP, Double.NaN));
      }
      System.out.printf(
          "%d rounds of %d guests for each gateway, in turns. Seconds from power-on.%n%n",
          ROUNDS, GuestRack.NODES.size());
      System.out.println(
          "| gateway | first DISCOVER | script fetched | script / DISCOVER | Linux's lease"
              + " | CPU s of Anyrack | CPU s of a guest |");
      System.out.println("|---|---|---|---|---|---|---|");
      all.forEach(BootBenchmark::print);
      System.out.printf(
          "%nLease, anyrack / slirp, of rounds that follow each other: %s. Frames dropped: %d.%n",
          leaseRatio.show("%.2f"), rack.drops());
      System.out.println("The rounds' medians in their order:" + rounds + ".");
    }
  }

  /** Neither gateway is always the one that comes after the other. */
  private static List<GuestRack.Gateway> order(int round) {
    List<GuestRack.Gateway> order = List.of(GuestRack.Gateway.values());
    return round % 2 == 0 ? order : order.reversed();
  }

  private static void print(GuestRack.Gateway gateway, Figures figures) {
    boolean own = gateway == GuestRack.Gateway.ANYRACK;
    System.out.printf(
        "| %s | %s | %s | %s | %s | %s | %s |%n",
        own ? "anyrack" : "slirp",
        figures.discover.show("%.2f"),
        own ? figures.script.show("%.2f") : "",
        own ? figures.ratio.show("%.3f") : "",
        figures.lease.show("%.2f"),
        figures.own.show("%.2f"),
        figures.guest.show("%.2f"));
  }

  /** Boots all guests once and returns the median of their leases, in seconds. */
  private double round(GuestRack rack, GuestRack.Gateway gateway, Figures figures)
      throws IOException, InterruptedException {
    long before = system.getProcessCpuTime();
    rack.bootThrough(gateway);
    List<Thread> starts = new ArrayList<>();
    for (String node : GuestRack.NODES) {
      boots.put(node, new Boot());
      starts.add(Thread.startVirtualThread(() -> rack.machine(node).start(NETWORK)));
    }
    for (Thread start : starts) {
      start.join();
    }
    Samples leases = new Samples();
    for (String node : GuestRack.NODES) {
      Boot boot = boot(node);
      if (!boot.lease.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(node + " got no lease through " + gateway);
      }
      leases.add(boot.seconds(Step.LEASE));
      figures.lease.add(boot.seconds(Step.LEASE));
      figures.discover.add(boot.seconds(Step.DISCOVER));
      figures.script.add(boot.seconds(Step.SCRIPT));
      figures.ratio.add(boot.seconds(Step.SCRIPT) / boot.seconds(Step.DISCOVER));
    }
    figures.own.add((system.getProcessCpuTime() - before) / 1e9);
    for (String node : GuestRack.NODES) {
      figures.guest.add(rack.guestCpuSeconds(node));
    }
    GuestRack.NODES.forEach(node -> rack.machine(node).stop());
    return leases.median();
  }

  private Boot boot(String node) {
    return boots.computeIfAbsent(node, _ -> new Boot());
  }

  private void happened(BootEvent event) {
    Boot boot = boot(event.node());
    switch (event) {
      case BootEvent.DiscoverSeen _ -> boot.reached(Step.DISCOVER);
      case BootEvent.AckGiven ack when ack.client().startsWith("udhcp") -> boot.reached(Step.LEASE);
      case BootEvent.HttpServed served when served.path().equals(BootPath.SCRIPT) ->
          boot.reached(Step.SCRIPT);
      default -> {}
    }
  }
}
