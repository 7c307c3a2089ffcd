package io.anyrack.bench;

import io.anyrack.service.bmc.BmcAccess;
import io.anyrack.service.bmc.BmcBook;
import io.anyrack.service.state.StateDirectory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Racks on OpenStack. Against a simulated cloud that takes 50 ms for each call, in a process of its
 * own on the same processors: a rack of 200 nodes brought up against its critical path and against
 * that of one node; the plan of an unchanged rack; the service's polls; the way from an IPMI
 * command to the request to Nova. With a cloud's name as argument also the share of {@code up} for
 * 6 nodes that is not waiting for that cloud.
 */
public final class OpenstackBenchmark {
  private static final int ROUNDS = 3;
  private static final int LATENCY_MILLIS = 50;
  private static final int MANY = 200;
  private static final int FEW = 2;
  private static final int REAL_NODES = 6;
  private static final int POLLS = 4;
  private static final int COMMANDS = 400;
  private static final int WARM_UP = 150;
  private static final Duration LONGEST_COMMAND = Duration.ofMinutes(2);

  private static final String RACK =
      """
      rack: %s
      cloud: openstack
      networks: [{ name: provision, cidr: 10.9.0.0/16, router: edge }]
      routers: [{ name: edge, external: external }]
      nodes: [{ count: %d, memory: 256MiB, disk: 1GiB }]
      bmc: { redfish: off, credentials: { user: admin, password: !secret BENCH } }
      boot: { address: 127.0.0.1 }
      """;

  private OpenstackBenchmark() {}

  /** Prints tables; the name of a real cloud of clouds.yaml, or nothing. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, GeneralSecurityException {
    new OpenstackBenchmark().simulated();
    if (arguments.length > 0) {
      real(arguments[0]);
    }
  }

  /** What {@code up} says of itself at its end. */
  private record Told(double wall, int calls, double own, double critical) {
    private static final Pattern OUTCOME =
        Pattern.compile("steps in ([0-9.]+) s, (\\d+) calls; (\\d+) % of the time not waiting");
    private static final Pattern PATH = Pattern.compile("critical path: ([0-9.]+) s");

    static Told of(String output) {
      Matcher outcome = found(OUTCOME, output);
      Matcher path = found(PATH, output);
      return new Told(
          Double.parseDouble(outcome.group(1)),
          Integer.parseInt(outcome.group(2)),
          Double.parseDouble(outcome.group(3)),
          Double.parseDouble(path.group(1)));
    }

    private static Matcher found(Pattern pattern, String output) {
      Matcher matcher = pattern.matcher(output);
      if (!matcher.find()) {
        throw new IllegalStateException("`up` does not say " + pattern + ":\n" + output);
      }
      return matcher;
    }
  }

  /** The figures of racks of one size. */
  private record Figures(
      Samples wall,
      Samples critical,
      Samples calls,
      Samples serviceCpu,
      Samples cloudCpu,
      Samples planCalls,
      Samples plan,
      Samples pollCalls) {
    Figures() {
      this(
          new Samples(),
          new Samples(),
          new Samples(),
          new Samples(),
          new Samples(),
          new Samples(),
          new Samples(),
          new Samples());
    }

    void print(int nodes) {
      System.out.printf(
          "| %d | %s | %s | %s | %s | %s | %s | %s | %s |%n",
          nodes,
          wall.show("%.1f"),
          critical.show("%.1f"),
          calls.show("%.0f"),
          serviceCpu.show("%.1f"),
          cloudCpu.show("%.1f"),
          planCalls.show("%.0f"),
          plan.show("%.1f"),
          pollCalls.show("%.2f"));
    }
  }

  private final Samples onTheWire = new Samples();

  private void simulated() throws IOException, InterruptedException, GeneralSecurityException {
    Figures few = new Figures();
    Figures many = new Figures();
    Samples own = new Samples();
    Samples alone = new Samples();
    for (int round = 0; round < ROUNDS; round++) {
      Told small = rack(FEW, few, round == 0);
      Told large = rack(MANY, many, false);
      own.add(large.wall() / large.critical());
      alone.add(large.wall() / small.critical());
    }
    System.out.printf(
        "Simulated cloud, %d ms a call, in a process of its own on the same processors; %d rounds."
            + " Seconds of `up` are those of its work in the cloud, as it prints them.%n%n",
        LATENCY_MILLIS, ROUNDS);
    System.out.println(
        "| nodes | up s | critical path s | calls | service CPU s | cloud CPU s | plan calls | plan"
            + " s, with JVM | calls a poll |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    few.print(FEW);
    many.print(MANY);
    System.out.printf(
        "%n%d nodes against their own critical path, the claim of the rack included: %s times"
            + " (goal: at most 1.5); against that of %d nodes: %s times. CPU time is of all of"
            + " `up`, starting the JVM and %d BMCs included.%n",
        MANY, own.show("%.2f"), FEW, alone.show("%.2f"), MANY);
    System.out.printf(
        "%nFrom the datagram of `chassis power on` or `off` until Nova's API has the request:"
            + " median %.1f ms, p99 %.1f ms, %d commands by turns, each sent as soon as the one"
            + " before is done (goal: at most 5 ms).%n",
        onTheWire.median(), onTheWire.percentile(99), onTheWire.count());
  }

  private Told rack(int nodes, Figures figures, boolean commands)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path clouds = Files.createTempFile("clouds", ".yaml");
    // A cloud is elsewhere: its compilers shall not take this machine's processors.
    try (Child cloud =
            Child.start(
                List.of("-XX:TieredStopAtLevel=1"),
                SimulatedCloud.class,
                clouds.toString(),
                String.valueOf(LATENCY_MILLIS));
        Launcher rack =
            new Launcher(
                Map.of(
                    "OS_CLIENT_CONFIG_FILE",
                    clouds.toString(),
                    "OS_CLOUD",
                    "rack",
                    "BENCH",
                    IpmiClient.PASSWORD))) {
      cloud.line();
      double before = ProcessStatus.cpuSeconds(cloud.pid());
      rack.write(RACK.formatted(Launcher.RACK, nodes));
      Told up = Told.of(rack.anyrack("up").output());
      figures.cloudCpu().add(ProcessStatus.cpuSeconds(cloud.pid()) - before);
      figures.serviceCpu().add(ProcessStatus.cpuSeconds(rack.service()));
      figures.wall().add(up.wall());
      figures.critical().add(up.critical());
      figures.calls().add(up.calls());
      SimulatedCalls calls = new SimulatedCalls(cloud);
      plan(rack, calls, figures);
      figures.pollCalls().add(polls(calls));
      if (commands) {
        commands(rack.state(), calls);
      }
      return up;
    } finally {
      Files.delete(clouds);
    }
  }

  private static void plan(Launcher rack, SimulatedCalls calls, Figures figures)
      throws IOException, InterruptedException {
    calls.next();
    Launcher.Run plan = rack.anyrack("plan", "--exit-code");
    figures.plan().add(plan.milliseconds() / 1000);
    // The service polls meanwhile.
    long own = calls.next().stream().filter(call -> !call.isPoll()).count();
    figures.planCalls().add(own + 1.0);
  }

  /** How many calls of all kinds the idle service makes for one list of servers. */
  private static double polls(SimulatedCalls calls) throws IOException, InterruptedException {
    calls.next();
    int all = 0;
    int lists = 0;
    while (lists < POLLS) {
      Thread.sleep(100);
      List<SimulatedCalls.Call> some = calls.next();
      all += some.size();
      lists += (int) some.stream().filter(SimulatedCalls.Call::isPoll).count();
    }
    return (double) all / lists;
  }

  private void commands(Path state, SimulatedCalls calls)
      throws IOException, InterruptedException, GeneralSecurityException {
    BmcAccess access =
        new BmcBook(new StateDirectory(state).bmcs(), new Random()).of("node-1").orElseThrow();
    try (IpmiClient client =
        new IpmiClient(new InetSocketAddress(access.host(), access.port()), 17)) {
      client.open();
      for (int i = 0; i < COMMANDS; i++) {
        calls.next();
        Instant sent = client.power(i % 2 == 0);
        double millis = calls.action(LONGEST_COMMAND) / 1e3 - millis(sent);
        if (i >= WARM_UP) {
          onTheWire.add(millis);
        }
      }
      client.end();
    }
  }

  private static double millis(Instant time) {
    return time.getEpochSecond() * 1e3 + time.getNano() / 1e6;
  }

  private static void real(String cloud) throws IOException, InterruptedException {
    try (Launcher rack = new Launcher(Map.of("OS_CLOUD", cloud, "BENCH", IpmiClient.PASSWORD))) {
      rack.write(RACK.formatted(Launcher.RACK, REAL_NODES));
      Told up = Told.of(rack.anyrack("up").output());
      System.out.printf(
          "%nA real cloud: `up` of %d nodes took %.1f s, %d calls, critical path %.1f s; %.0f %% of"
              + " the time was not waiting for the cloud (goal: at most 10 %%).%n",
          REAL_NODES, up.wall(), up.calls(), up.critical(), up.own());
    }
  }
}
