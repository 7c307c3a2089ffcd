package io.anyrack.bench;

import com.sun.management.OperatingSystemMXBean;
import io.anyrack.cli.linux.DemoLinux;
import io.anyrack.rack.model.BootOverride;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * One guest downloads the same file over HTTP in turns: from the product's boot server through its
 * gateway, and from busybox's server through slirp on the same switch.
 */
public final class DownloadBenchmark {
  private static final long OCTETS = 200_000_000;
  private static final int ROUNDS = 7;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** The figures of one gateway: what each process spent is CPU time for one download. */
  private record Figures(Samples rate, Samples own, Samples slirp, Samples guest) {
    Figures() {
      this(new Samples(), new Samples(), new Samples(), new Samples());
    }
  }

  private DownloadBenchmark() {}

  /** Prints a table; no arguments. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    new DownloadBenchmark().run();
  }

  private void run() throws IOException, InterruptedException {
    Figures anyrack = new Figures();
    Figures slirp = new Figures();
    Samples ratio = new Samples();
    try (GuestRack rack = new GuestRack(OCTETS, _ -> {})) {
      String node = GuestRack.NODES.getFirst();
      rack.machine(node)
          .start(
              new BootOverride(
                  BootOverride.Device.PXE,
                  BootOverride.Lifetime.ONCE,
                  BootOverride.Mode.LEGACY,
                  0));
      try (Shell shell = new Shell(rack.machine(node).console())) {
        shell.await(DemoLinux.UP_MARK, LIMIT);
        String own = "http://192.0.2.1/files/" + GuestRack.BLOB;
        String peer = rack.slirp().url(GuestRack.BLOB);
        shell.run("echo ready", LIMIT);
        download(rack, shell, own, new Figures());
        download(rack, shell, peer, new Figures());
        for (int round = 0; round < ROUNDS; round++) {
          double ownRate = download(rack, shell, own, anyrack);
          double peerRate = download(rack, shell, peer, slirp);
          ratio.add(ownRate / peerRate);
        }
      }
      System.out.printf(
          "%d downloads of %d octets through each gateway, in turns, by one guest.%n%n",
          ROUNDS, OCTETS);
      System.out.println(
          "| gateway | Mbit/s | CPU s of Anyrack | CPU s of slirp and its server | of the guest |");
      System.out.println("|---|---|---|---|---|");
      print("anyrack", anyrack);
      print("slirp", slirp);
      System.out.printf(
          "%nRate, anyrack / slirp, of downloads that follow each other: %s. Frames dropped: %d.%n",
          ratio.show("%.2f"), rack.drops());
    }
  }

  private static void print(String name, Figures figures) {
    System.out.printf(
        "| %s | %s | %s | %s | %s |%n",
        name,
        figures.rate.show("%.0f"),
        figures.own.show("%.2f"),
        figures.slirp.show("%.2f"),
        figures.guest.show("%.2f"));
  }

  private double download(GuestRack rack, Shell shell, String url, Figures figures)
      throws IOException, InterruptedException {
    String node = GuestRack.NODES.getFirst();
    double guest = rack.guestCpuSeconds(node);
    double slirp = rack.slirp().cpuSeconds();
    long own = system.getProcessCpuTime();
    double seconds = shell.run("wget -q -O /dev/null " + url, LIMIT);
    figures.own.add((system.getProcessCpuTime() - own) / 1e9);
    figures.slirp.add(rack.slirp().cpuSeconds() - slirp);
    figures.guest.add(rack.guestCpuSeconds(node) - guest);
    double rate = OCTETS * 8 / seconds / 1e6;
    figures.rate.add(rate);
    return rate;
  }
}
