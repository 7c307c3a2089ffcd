package io.anyrack.bench;

import io.anyrack.service.bmc.BmcAccess;
import io.anyrack.service.bmc.BmcBook;
import io.anyrack.service.state.StateDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * CPU time of the service for IPMI sessions and for commands in one, latency with 16 clients, and
 * what idle nodes cost. The floor in the same run is an echo of as many datagrams. Server and echo
 * are processes of their own with the flags of a service.
 */
public final class IpmiBenchmark {
  private static final int ROUNDS = 5;
  private static final int CLIENTS = 16;
  private static final int SESSIONS = 6_000;
  private static final int COMMANDS = 60_000;
  private static final int IDLE_NODES = 1_000;
  private static final int DATAGRAMS_PER_SESSION = 6;

  private final Path directory;

  private IpmiBenchmark(Path directory) {
    this.directory = directory;
  }

  /** Prints tables; no arguments. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    new IpmiBenchmark(Files.createTempDirectory("ipmi")).run();
  }

  private void run() throws IOException, InterruptedException, ExecutionException {
    sessions();
    idle();
  }

  /** What clients do, one after the other. */
  private interface Work {
    void run(int client, ConcurrentLinkedQueue<Double> millis) throws Exception;
  }

  /** The figures of one kind of work. */
  private record Figures(Samples micros, Samples rate, Samples p99) {
    Figures() {
      this(new Samples(), new Samples(), new Samples());
    }

    void print(String what) {
      System.out.printf(
          "| %s | %s | %s | %s |%n",
          what, micros.show("%.1f"), rate.show("%.0f"), p99.show("%.2f"));
    }
  }

  private void sessions() throws IOException, InterruptedException, ExecutionException {
    Path state = directory.resolve("one");
    try (Child service = Child.start(SimulatedService.class, state.toString(), "1");
        Child echo = Child.start(UdpEcho.class)) {
      service.line();
      int echoPort = Integer.parseInt(echo.line());
      BmcAccess access = access(state);
      InetSocketAddress bmc = new InetSocketAddress(access.host(), access.port());
      Figures floor = new Figures();
      List<Figures> sessions = List.of(new Figures(), new Figures());
      List<Figures> commands = List.of(new Figures(), new Figures());
      // The first round is thrown away: it compiles.
      for (int round = 0; round <= ROUNDS; round++) {
        boolean counts = round > 0;
        Figures unused = new Figures();
        measure(echo, COMMANDS, counts ? floor : unused, echoes(echoPort));
        for (int i = 0; i < 2; i++) {
          int suite = i == 0 ? 3 : 17;
          measure(service, SESSIONS, counts ? sessions.get(i) : unused, wholeSessions(bmc, suite));
          measure(service, COMMANDS, counts ? commands.get(i) : unused, commands(bmc, suite));
        }
      }
      System.out.printf("%d rounds, %d clients at once, one node.%n%n", ROUNDS, CLIENTS);
      System.out.println("| what | server CPU us each | per s | p99 ms |");
      System.out.println("|---|---|---|---|");
      floor.print("echo of a datagram (floor)");
      commands.get(0).print("power status in a session, suite 3");
      commands.get(1).print("power status in a session, suite 17");
      sessions.get(0).print("session: open, status, close, suite 3");
      sessions.get(1).print("session: open, status, close, suite 17");
      double echoed = floor.micros().median();
      System.out.printf(
          "%nAgainst the echo: a status costs %.2f times as much, a session %.2f times %d echoes;"
              + " suite 17 costs %.2f times suite 3.%n%n",
          commands.get(0).micros().median() / echoed,
          sessions.get(0).micros().median() / (DATAGRAMS_PER_SESSION * echoed),
          DATAGRAMS_PER_SESSION,
          sessions.get(1).micros().median() / sessions.get(0).micros().median());
    }
  }

  private void idle() throws IOException, InterruptedException {
    Path one = directory.resolve("one");
    Path many = directory.resolve("many");
    try (Child service =
        Child.start(SimulatedService.class, many.toString(), String.valueOf(IDLE_NODES))) {
      service.line();
    }
    Samples base = new Samples();
    Samples resident = new Samples();
    Samples seconds = new Samples();
    for (int round = 0; round < ROUNDS; round++) {
      base.add(resident(one, new Samples()));
      resident.add(resident(many, seconds));
    }
    System.out.printf("| idle nodes | RSS MiB | s from the JVM's start |%n|---|---|---|%n");
    System.out.printf("| 1 | %s | |%n", base.show("%.0f"));
    System.out.printf(
        "| %d | %s | %s |%n%n", IDLE_NODES, resident.show("%.0f"), seconds.show("%.2f"));
    System.out.printf(
        "A node costs %.0f KiB.%n", (resident.median() - base.median()) * 1024 / (IDLE_NODES - 1));
  }

  private static double resident(Path state, Samples seconds)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    try (Child service = Child.start(SimulatedService.class, state.toString(), "0")) {
      service.line();
      seconds.add((System.nanoTime() - begun) / 1e9);
      return ProcessStatus.mebibytes(service.pid(), "VmRSS");
    }
  }

  private static BmcAccess access(Path state) {
    return new BmcBook(new StateDirectory(state).bmcs(), new Random()).of("node-1").orElseThrow();
  }

  private static Work wholeSessions(InetSocketAddress bmc, int suite) {
    return (_, millis) -> {
      try (IpmiClient client = new IpmiClient(bmc, suite)) {
        for (int i = 0; i < SESSIONS / CLIENTS; i++) {
          long begun = System.nanoTime();
          client.open();
          client.status();
          client.end();
          millis.add((System.nanoTime() - begun) / 1e6);
        }
      }
    };
  }

  private static Work commands(InetSocketAddress bmc, int suite) {
    return (_, millis) -> {
      try (IpmiClient client = new IpmiClient(bmc, suite)) {
        client.open();
        for (int i = 0; i < COMMANDS / CLIENTS; i++) {
          long begun = System.nanoTime();
          client.status();
          millis.add((System.nanoTime() - begun) / 1e6);
        }
        client.end();
      }
    };
  }

  /** Datagrams as long as those of a session. */
  private static Work echoes(int port) {
    return (_, millis) -> {
      try (DatagramChannel socket =
          DatagramChannel.open()
              .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
        ByteBuffer datagram = ByteBuffer.allocateDirect(64);
        for (int i = 0; i < COMMANDS / CLIENTS; i++) {
          long begun = System.nanoTime();
          socket.write(datagram.clear());
          socket.read(datagram.clear());
          millis.add((System.nanoTime() - begun) / 1e6);
        }
      }
    };
  }

  private static void measure(Child server, int operations, Figures into, Work work)
      throws IOException, InterruptedException, ExecutionException {
    ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
    double cpuBefore = ProcessStatus.cpuSeconds(server.pid());
    long begun = System.nanoTime();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        running.add(
            clients.submit(
                () -> {
                  work.run(client, millis);
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
    double wall = (System.nanoTime() - begun) / 1e9;
    double cpu = ProcessStatus.cpuSeconds(server.pid()) - cpuBefore;
    into.micros().add(cpu * 1e6 / operations);
    into.rate().add(operations / wall);
    into.p99().add(percentile(millis.stream().sorted().toList()));
  }

  private static double percentile(List<Double> sorted) {
    return sorted.get((int) (sorted.size() * 0.99));
  }
}
