package io.anyrack.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.service.bmc.RedfishBook;
import io.anyrack.service.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/**
 * CPU time of the service for Redfish requests, their rate and latency with 16 clients; in the
 * clear and over TLS; with one node and with a thousand. The floor in the same run is the JDK's
 * HTTP server with a constant answer. Then how long a power change by IPMI takes to be an event.
 * Server and floor are processes of their own with the flags of a service.
 */
public final class RedfishBenchmark {
  private static final int ROUNDS = 5;
  private static final int CLIENTS = 16;
  private static final int REQUESTS = 16_000;
  private static final int CHANGES = 200;
  private static final int LISTS = 200;
  private static final int MANY = 1_000;

  /** Each switches on another node: one that is being switched on has nothing to do for it. */
  private static final int RESETS = MANY / (ROUNDS + 1);

  private static final String CLEAR = "{ tls: false }";
  private static final String SYSTEM = "/redfish/v1/Systems/node-1";

  private final Path directory;

  private RedfishBenchmark(Path directory) {
    this.directory = directory;
  }

  /** Prints tables; no arguments. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException, GeneralSecurityException {
    new RedfishBenchmark(Files.createTempDirectory("redfish")).run();
  }

  private record Figures(Samples micros, Samples rate, Samples p50, Samples p99) {
    Figures() {
      this(new Samples(), new Samples(), new Samples(), new Samples());
    }

    void print(String what) {
      System.out.printf(
          "| %s | %s | %s | %s | %s |%n",
          what, micros.show("%.0f"), rate.show("%.0f"), p50.show("%.2f"), p99.show("%.2f"));
    }
  }

  private void run()
      throws IOException, InterruptedException, ExecutionException, GeneralSecurityException {
    Path clear = directory.resolve("clear");
    Path secure = directory.resolve("secure");
    Path many = directory.resolve("many");
    try (Child floor = Child.start(HttpEcho.class);
        Child plain = Child.start(SimulatedService.class, clear.toString(), "1", CLEAR);
        Child tls = Child.start(SimulatedService.class, secure.toString(), "1");
        // A machine takes a minute to start: who asks for it must not be kept waiting.
        Child slow =
            Child.start(
                SimulatedService.class, many.toString(), String.valueOf(MANY), CLEAR, "60000")) {
      int floorPort = Integer.parseInt(floor.line());
      plain.line();
      tls.line();
      slow.line();
      List<Figures> figures =
          List.of(new Figures(), new Figures(), new Figures(), new Figures(), new Figures());
      // The first round is thrown away: it compiles.
      for (int round = 0; round <= ROUNDS; round++) {
        boolean counts = round > 0;
        HttpClients echo = new HttpClients(floorPort, false, get("/"), 200);
        measure(floor, echo, CLIENTS, REQUESTS, counts, figures.get(0));
        HttpClients system = new HttpClients(port(clear), false, get(SYSTEM), 200);
        measure(plain, system, CLIENTS, REQUESTS, counts, figures.get(1));
        HttpClients sealed = new HttpClients(port(secure), true, get(SYSTEM), 200);
        measure(tls, sealed, CLIENTS, REQUESTS, counts, figures.get(2));
        HttpClients list = new HttpClients(port(many), false, get("/redfish/v1/Systems"), 200);
        measure(slow, list, 1, LISTS, counts, figures.get(3));
        HttpClients reset = new HttpClients(port(many), false, resets(round), 204);
        measure(slow, reset, 1, RESETS, counts, figures.get(4));
      }
      System.out.printf("%d rounds, %d clients at once unless one.%n%n", ROUNDS, CLIENTS);
      System.out.println("| what | server CPU us each | per s | p50 ms | p99 ms |");
      System.out.println("|---|---|---|---|---|");
      figures.get(0).print("a constant of 2400 octets from the JDK's server (floor)");
      figures.get(1).print("GET a system, Basic, in the clear");
      figures.get(2).print("GET a system, Basic, TLS");
      figures.get(3).print("GET Systems with %d nodes, one client".formatted(MANY));
      figures.get(4).print("POST Reset, a machine that takes a minute, one client");
      System.out.printf(
          "%nAgainst the floor: a system costs %.2f times as much, over TLS %.2f times.%n",
          figures.get(1).micros().median() / figures.get(0).micros().median(),
          figures.get(2).micros().median() / figures.get(0).micros().median());
      EventLag events = new EventLag(clear);
      Samples _ = events.measure(CHANGES); // Thrown away, too.
      Samples lag = events.measure(CHANGES);
      System.out.printf(
          "%nA power change by IPMI is an event on the stream after %s ms, p99 %.1f ms.%n",
          lag.show("%.1f"), lag.percentile(99));
    }
  }

  private static void measure(
      Child server, HttpClients clients, int atOnce, int requests, boolean counts, Figures into)
      throws IOException, InterruptedException, ExecutionException {
    double before = ProcessStatus.cpuSeconds(server.pid());
    HttpClients.Times times = clients.run(atOnce, requests);
    double cpu = ProcessStatus.cpuSeconds(server.pid()) - before;
    if (counts) {
      into.micros().add(cpu * 1e6 / requests);
      into.rate().add(requests / times.seconds());
      into.p50().add(times.percentile(0.5));
      into.p99().add(times.percentile(0.99));
    }
  }

  private static int port(Path state) {
    return new RedfishBook(new StateDirectory(state).redfish(), new Random()).port();
  }

  private static String head(String line) {
    String pair = "admin:" + IpmiClient.PASSWORD;
    return "%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic %s\r\n"
        .formatted(line, Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
  }

  private static String get(String path) {
    return head("GET " + path) + "\r\n";
  }

  /** Those of a round: nodes that no other round has. */
  private static List<String> resets(int round) {
    return IntStream.rangeClosed(1, RESETS).mapToObj(i -> reset(round * RESETS + i)).toList();
  }

  private static String reset(int node) {
    String body = "{\"ResetType\": \"On\"}";
    return head("POST /redfish/v1/Systems/node-%d/Actions/ComputerSystem.Reset".formatted(node))
        + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(body.length(), body);
  }
}
