package io.anyrack.bench;

import io.anyrack.service.bmc.BmcAccess;
import io.anyrack.service.bmc.BmcBook;
import io.anyrack.service.state.StateDirectory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Random;

/**
 * What nodes cost that nobody asks anything: memory, and time until the service has them all, with
 * IPMI, Redfish over TLS, journals and event logs as the product has them.
 */
final class IdleNodes {
  private static final int ROUNDS = 5;
  private static final int NODES = 1_000;
  private static final int MANY = 10_000;

  /** The product's limit is for a rack of {@link #NODES}. */
  private static final List<String> LARGER = List.of("-Xmx512m");

  private final Path directory;

  IdleNodes(Path directory) {
    this.directory = directory;
  }

  void run() throws IOException, GeneralSecurityException {
    Path one = made("idle-one", 1);
    Path thousand = made("idle-thousand", NODES);
    Samples base = new Samples();
    Samples resident = new Samples();
    Samples seconds = new Samples();
    Samples cpu = new Samples();
    for (int round = 0; round < ROUNDS; round++) {
      base.add(start(one, new Samples(), new Samples()));
      resident.add(start(thousand, seconds, cpu));
    }
    System.out.println("| idle nodes | RSS MiB | s from the JVM's start | CPU s |");
    System.out.println("|---|---|---|---|");
    System.out.printf("| 1 | %s | | |%n", base.show("%.0f"));
    System.out.printf(
        "| %d | %s | %s | %s |%n",
        NODES, resident.show("%.0f"), seconds.show("%.2f"), cpu.show("%.2f"));
    many();
    System.out.printf(
        "%nA node costs %.0f KiB.%n", (resident.median() - base.median()) * 1024 / (NODES - 1));
  }

  private Path made(String name, int nodes) throws IOException {
    Path state = directory.resolve(name);
    try (Child service =
        Child.start(SimulatedService.class, state.toString(), String.valueOf(nodes))) {
      service.line();
    }
    return state;
  }

  /** A new service on what an earlier one left; its memory when all nodes are there. */
  private static double start(Path state, Samples seconds, Samples cpu) throws IOException {
    long begun = System.nanoTime();
    try (Child service = Child.start(SimulatedService.class, state.toString(), "0")) {
      service.line();
      seconds.add((System.nanoTime() - begun) / 1e9);
      cpu.add(ProcessStatus.cpuSeconds(service.pid()));
      return ProcessStatus.mebibytes(service.pid(), "VmRSS");
    }
  }

  /**
   * More nodes than a rack file may have: made and served, and the last one asked. Without Redfish,
   * as two ports each would be more files than a process may have open in many places.
   */
  private void many() throws IOException, GeneralSecurityException {
    Path state = directory.resolve("idle-many");
    long begun = System.nanoTime();
    try (Child service =
        Child.start(
            LARGER, SimulatedService.class, state.toString(), String.valueOf(MANY), "off")) {
      service.line();
      double seconds = (System.nanoTime() - begun) / 1e9;
      BmcAccess last =
          new BmcBook(new StateDirectory(state).bmcs(), new Random())
              .of("node-" + MANY)
              .orElseThrow();
      try (IpmiClient client =
          new IpmiClient(new InetSocketAddress(last.host(), last.port()), 17)) {
        client.open();
        client.status();
        client.end();
      }
      System.out.printf(
          "| %d, IPMI only, made anew, -Xmx512m | %.0f | %.2f | %.2f |%n",
          MANY,
          ProcessStatus.mebibytes(service.pid(), "VmRSS"),
          seconds,
          ProcessStatus.cpuSeconds(service.pid()));
    }
  }
}
