package io.anyrack.bench;

import com.sun.management.OperatingSystemMXBean;
import io.anyrack.local.fabric.Fabric;
import io.anyrack.local.fabric.FabricLimits;
import io.anyrack.rack.cloud.PortCounters;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Frames through the local cloud's switch, from one guest's socket to another's, the guard on. The
 * floor in the same run is a thread that copies the same octets between the sockets without looking
 * at them. Generator and reader are processes of their own, so that the CPU time of this one is the
 * switch's.
 */
public final class SwitchBenchmark {
  private static final int ROUNDS = 5;

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final Path directory;

  private SwitchBenchmark(Path directory) {
    this.directory = directory;
  }

  /**
   * What one run showed.
   *
   * @param frames how many the generator sent
   * @param arrived how many the reader got
   * @param nanos from the first to the last octet at the reader
   * @param cpuNanos CPU time of what lies between
   */
  private record Run(long frames, long arrived, long nanos, long cpuNanos) {
    double framesPerSecond() {
      return arrived * 1e9 / nanos;
    }

    double microsPerFrame() {
      return cpuNanos / 1e3 / frames;
    }

    double dropShare() {
      return (frames - arrived) / (double) frames;
    }
  }

  /** The figures of several runs. */
  private record Figures(Samples rate, Samples drops, Samples cost) {
    Figures() {
      this(new Samples(), new Samples(), new Samples());
    }

    void add(Run run) {
      rate.add(run.framesPerSecond());
      drops.add(100 * run.dropShare());
      cost.add(run.microsPerFrame());
    }

    void print(int octets, String what) {
      System.out.printf(
          "| %d | %s | %s | %s | %s |%n",
          octets, what, rate.show("%.0f"), drops.show("%.2f"), cost.show("%.2f"));
    }
  }

  /** What carries frames from the generator's socket to the reader's. */
  private interface Carrier {
    /** Carries until {@code frames} have arrived or were dropped. */
    void carry(Path from, Path to, long frames) throws IOException, InterruptedException;
  }

  /** Prints a table; no arguments. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("anyrack-bench");
    try {
      new SwitchBenchmark(directory).run();
    } finally {
      Files.deleteIfExists(directory);
    }
  }

  private void run() throws IOException, InterruptedException {
    System.out.printf("%d rounds of relay and switch, in turns.%n%n", ROUNDS);
    System.out.println("| octets | what | frames/s | dropped % | CPU us a frame |");
    System.out.println("|---|---|---|---|---|");
    for (int octets : new int[] {1514, 64}) {
      long frames = octets == 64 ? 1_500_000 : 400_000;
      measure(octets, frames / 4, SwitchBenchmark::relay);
      measure(octets, frames / 4, SwitchBenchmark::switched);
      Figures floor = new Figures();
      Figures real = new Figures();
      for (int round = 0; round < ROUNDS; round++) {
        floor.add(measure(octets, frames, SwitchBenchmark::relay));
        real.add(measure(octets, frames, SwitchBenchmark::switched));
      }
      floor.print(octets, "relay");
      real.print(octets, "switch");
    }
  }

  private Run measure(int octets, long frames, Carrier carrier)
      throws IOException, InterruptedException {
    Path from = directory.resolve("generator");
    Path to = directory.resolve("reader");
    try (FramePeer reader = FramePeer.reader(to);
        FramePeer _ = FramePeer.generator(from, BenchRack.frame(octets), frames)) {
      long before = system.getProcessCpuTime();
      carrier.carry(from, to, frames);
      long cpu = system.getProcessCpuTime() - before;
      FramePeer.Seen seen = reader.seen();
      return new Run(frames, seen.frames(), seen.nanos(), cpu);
    }
  }

  private static void relay(Path from, Path to, long frames) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10);
    try (SocketChannel in = SocketChannel.open(UnixDomainSocketAddress.of(from));
        SocketChannel out = SocketChannel.open(UnixDomainSocketAddress.of(to))) {
      while (in.read(buffer) >= 0) {
        out.write(buffer.flip());
        buffer.clear();
      }
    }
  }

  private static void switched(Path from, Path to, long frames) throws InterruptedException {
    try (Fabric fabric = new Fabric(BenchRack.noServices(), FabricLimits.defaults())) {
      fabric.configure(BenchRack.twoNodes());
      fabric.connect(BenchRack.READER, 0, to);
      while (!port(fabric, BenchRack.READER).connected()) {
        Thread.sleep(1);
      }
      fabric.connect(BenchRack.GENERATOR, 0, from);
      PortCounters reader = port(fabric, BenchRack.READER);
      while (reader.framesOut() + sum(reader) < frames) {
        Thread.sleep(5);
        reader = port(fabric, BenchRack.READER);
      }
    }
  }

  private static long sum(PortCounters port) {
    return port.drops().values().stream().mapToLong(Long::longValue).sum();
  }

  private static PortCounters port(Fabric fabric, String node) {
    return fabric.ports().stream()
        .filter(port -> port.node().equals(node))
        .findFirst()
        .orElseThrow();
  }
}
