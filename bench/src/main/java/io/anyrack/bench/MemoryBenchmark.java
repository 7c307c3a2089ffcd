package io.anyrack.bench;

import io.anyrack.cli.linux.DemoLinux;
import io.anyrack.rack.model.BootSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Resident memory of the service of ten nodes: after {@code up}, and with three that run Linux. */
public final class MemoryBenchmark {
  private static final int ROUNDS = 3;
  private static final int NODES = 10;
  private static final List<String> RUNNING = List.of("node-1", "node-2", "node-3");
  private static final Duration BOOT_LIMIT = Duration.ofMinutes(3);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final int COMMANDS = 20;

  /** What is read at one moment. */
  private record Figures(Samples resident, Samples anonymous, Samples file, Samples cpu) {
    Figures() {
      this(new Samples(), new Samples(), new Samples(), new Samples());
    }

    void read(long pid) throws IOException {
      resident.add(ProcessStatus.mebibytes(pid, "VmRSS"));
      anonymous.add(ProcessStatus.mebibytes(pid, "RssAnon"));
      file.add(ProcessStatus.mebibytes(pid, "RssFile"));
      cpu.add(ProcessStatus.cpuSeconds(pid));
    }

    void print(String when) {
      System.out.printf(
          "| %s | %s | %s | %s | %s |%n",
          when, resident.show("%.0f"), anonymous.show("%.0f"), file.show("%.0f"), cpu.show("%.1f"));
    }
  }

  private MemoryBenchmark() {}

  /** Prints a table; no arguments. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Figures up = new Figures();
    Figures asked = new Figures();
    Figures booted = new Figures();
    String boot = boot();
    for (int round = 0; round < ROUNDS; round++) {
      try (Launcher rack = new Launcher()) {
        rack.up(NODES, boot);
        up.read(rack.service());
        for (int i = 0; i < COMMANDS; i++) {
          rack.anyrack("nodes");
        }
        asked.read(rack.service());
        for (String node : RUNNING) {
          rack.anyrack("boot", node, "pxe", "--once");
          rack.anyrack("power", node, "on");
        }
        awaitLinux(rack);
        booted.read(rack.service());
      }
    }
    System.out.printf("A rack of %d nodes, made %d times; sizes in MiB.%n%n", NODES, ROUNDS);
    System.out.println("| when | RSS | of it anonymous | of it files | CPU s so far |");
    System.out.println("|---|---|---|---|---|");
    up.print("after up, all off");
    asked.print("after " + COMMANDS + " times anyrack nodes");
    booted.print(RUNNING.size() + " nodes have booted Linux over the network");
  }

  private static String boot() {
    BootSpec.Linux linux = GuestLinux.obtain();
    return "boot: { kernel: \"%s\", initrd: \"%s\", cmdline: \"%s\" }\n"
        .formatted(linux.kernel(), linux.initrds().getFirst(), linux.commandLine());
  }

  private static void awaitLinux(Launcher rack) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + BOOT_LIMIT.toNanos();
    for (String node : RUNNING) {
      while (!rack.anyrack("console", node, "--history").output().contains(DemoLinux.UP_MARK)) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(node + " did not boot");
        }
        Thread.sleep(LOOK_AGAIN);
      }
    }
  }
}
