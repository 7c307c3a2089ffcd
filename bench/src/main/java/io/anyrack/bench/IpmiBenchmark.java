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
import java.security.GeneralSecurityException;
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
  private static final int DROPPED = 50_000;
  private static final int LOGINS = 400;

  /** The state of the service with one node, which later parts start again. */
  private static final String BMC_STATE = "one";

  private static final int DATAGRAMS_PER_SESSION = 6;

  private final Path directory;

  private IpmiBenchmark(Path directory) {
    this.directory = directory;
  }

  /** Prints tables; no arguments. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException, GeneralSecurityException {
    new IpmiBenchmark(Files.createTempDirectory("ipmi")).run();
  }

  private void run()
      throws IOException, InterruptedException, ExecutionException, GeneralSecurityException {
    sessions();
    new OneShot(directory, BMC_STATE).run();
    new IdleNodes(directory).run();
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

  private void sessions()
      throws IOException, InterruptedException, ExecutionException, GeneralSecurityException {
    Path state = directory.resolve(BMC_STATE);
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
      refused(bmc);
      dropped(service, bmc);
    }
  }

  /** Opened from ever other ports and left alone: what stays is what counts. */
  private static void dropped(Child service, InetSocketAddress bmc)
      throws IOException, GeneralSecurityException {
    double before = ProcessStatus.mebibytes(service.pid(), "VmRSS");
    for (int i = 0; i < DROPPED; i++) {
      try (IpmiClient client = new IpmiClient(bmc, i % 2 == 0 ? 3 : 17)) {
        client.open();
      }
    }
    System.out.printf(
        "%d sessions opened and dropped, each from a port of its own: RSS %.1f MiB before, %.1f MiB"
            + " after.%n%n",
        DROPPED, before, ProcessStatus.mebibytes(service.pid(), "VmRSS"));
  }

  /** How long a refused login takes: an unknown user must not be told from a wrong password. */
  private static void refused(InetSocketAddress bmc) throws IOException, GeneralSecurityException {
    Samples unknown = new Samples();
    Samples wrong = new Samples();
    for (int i = 0; i < LOGINS; i++) {
      // Ever other addresses, because too many wrong passwords shut an address out.
      String source = "127.0.%d.%d".formatted(1 + i / 200, 1 + i % 200);
      micros(source, bmc, "nobody"); // The first refusal of an address goes to the log.
      unknown.add(micros(source, bmc, "nobody"));
      wrong.add(micros(source, bmc, "admin"));
    }
    System.out.printf(
        "A refused login, median of %d each: unknown user %.0f us, wrong password %.0f us.%n%n",
        LOGINS, unknown.median(), wrong.median());
  }

  private static double micros(String source, InetSocketAddress bmc, String user)
      throws IOException, GeneralSecurityException {
    try (IpmiClient client =
        new IpmiClient(new InetSocketAddress(source, 0), bmc, 17, user, "not it")) {
      long begun = System.nanoTime();
      if (client.tryOpen()) {
        throw new IOException("a wrong password was taken");
      }
      return (System.nanoTime() - begun) / 1e3;
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
