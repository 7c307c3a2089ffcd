package io.anyrack.bench;

import io.anyrack.cli.sync.SyncSetup;
import io.anyrack.cli.sync.SyncTarget;
import io.anyrack.fakestack.FakeStack;
import io.anyrack.fakestack.world.Settings;
import io.anyrack.netsync.Chronicle;
import io.anyrack.netsync.Pass;
import io.anyrack.netsync.SyncLimits;
import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.config.Clouds;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.sync.InstallerPorts;
import io.anyrack.openstack.sync.NodePorts;
import io.anyrack.rack.model.SyncSpec;
import io.anyrack.rack.sync.Said;
import io.anyrack.rack.sync.Said.Meant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Address sync of a rack of 500 nodes: all addresses change at once, each node taking another
 * one's; then nothing happens. Against a cloud in this process, and, where an entry of {@code
 * clouds.yaml} is named, against that cloud, too. Counted are the calls to the cloud of the rack;
 * those to an installer's Neutron, which is another service, are counted apart, here in a project
 * with as many ports.
 */
public final class SyncBenchmark {
  private static final int NODES = Integer.getInteger("anyrack.bench.nodes", 500);
  private static final Duration QUIET =
      Duration.ofSeconds(Integer.getInteger("anyrack.bench.quiet", 180));
  private static final int AT_ONCE = 8;

  private SyncBenchmark() {}

  /** Prints a table; no arguments. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.out.printf("A rack of %d nodes, a port each.%n%n", NODES);
    System.out.println(
        "| cloud | all addresses change, s | calls | floor: a plain PUT of each port, s | ratio |"
            + " calls per 10 s when quiet | source neutron: calls per 10 s when quiet | ms a call"
            + " |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    try (FakeStack fake = FakeStack.start(Settings.DEFAULT)) {
      Path clouds = Files.createTempFile("clouds", ".yaml");
      Files.writeString(clouds, fake.cloudsYaml());
      measure("fake", config(clouds, "rack"));
    }
    if (arguments.length > 0) {
      measure(
          "OpenStack",
          new Clouds(key -> Optional.ofNullable(System.getenv(key)), List.of())
              .cloud(Optional.of(arguments[0]), Optional.empty()));
    }
  }

  private static CloudConfig config(Path file, String name) {
    Map<String, String> variables = Map.of("OS_CLIENT_CONFIG_FILE", file.toString());
    return new Clouds(key -> Optional.ofNullable(variables.get(key)), List.of())
        .cloud(Optional.of(name), Optional.empty());
  }

  private static void measure(String name, CloudConfig config)
      throws IOException, InterruptedException {
    try (Project project = Project.open(config);
        PortsOfARack rack = new PortsOfARack(project, NODES, AT_ONCE)) {
      Path list = Files.createTempFile("list", ".yaml");
      StringBuilder text = new StringBuilder("addresses:\n");
      List<Port> ports = rack.ports();
      for (int i = 0; i < ports.size(); i++) {
        text.append(
            "  %s: %s%n"
                .formatted(
                    ports.get(i).mac(),
                    ports.get((i + 1) % ports.size()).fixedIps().getFirst().address()));
      }
      Files.writeString(list, text);
      SyncSpec spec =
          new SyncSpec(
              List.of(new SyncSpec.Source(SyncSpec.Kind.STATIC, list.toString())), Set.of());
      SyncTarget target =
          new SyncTarget(
              new NodePorts(project.neutron(), rack.rack(), () -> false),
              Optional.empty(),
              SyncLimits.USUAL);
      try (SyncSetup setup =
          new SyncSetup(_ -> config, target, rack.rack(), spec, new Failures())) {
        double floor = rack.touch();
        int before = project.calls().calls();
        long start = System.nanoTime();
        Pass pass = setup.sync().once();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!pass.pending().isEmpty() || !pass.findings().isEmpty()) {
          throw new IllegalStateException(pass.pending().size() + " left: " + pass.findings());
        }
        int changing = project.calls().calls() - before;
        System.out.printf(
            Locale.ROOT,
            "| %s | %.1f | %d | %.1f | %.2f | %.2f | %s |%n",
            name,
            seconds,
            changing,
            floor,
            seconds / floor,
            quiet(setup, project),
            installer(project));
      }
    }
  }

  private static double quiet(SyncSetup setup, Project project) throws InterruptedException {
    int before = project.calls().calls();
    Thread following =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    setup.sync().run();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    Thread.sleep(QUIET);
    following.interrupt();
    following.join();
    return (project.calls().calls() - before) * 10.0 / QUIET.toSeconds();
  }

  /** What the source asks of an installer whose ports do not change, and how long a look takes. */
  private static String installer(Project project) throws InterruptedException {
    AtomicLong resting = new AtomicLong();
    try (InstallerPorts source =
        new InstallerPorts(
            "installer",
            project.neutron(),
            new Meant.Everyone(),
            InstallerPorts.USUAL_INTERVAL,
            pause -> {
              long began = System.nanoTime();
              Thread.sleep(pause);
              resting.addAndGet(System.nanoTime() - began);
            })) {
      Said said = source.read();
      if (said.given().size() < NODES) {
        throw new IllegalStateException("only " + said.given().size() + " addresses were read");
      }
      int before = project.calls().calls();
      long began = System.nanoTime();
      source.await(QUIET);
      long all = System.nanoTime() - began;
      int calls = project.calls().calls() - before;
      return String.format(
          Locale.ROOT, "%.2f | %.0f", calls * 10e9 / all, (all - resting.get()) / 1e6 / calls);
    }
  }

  private static final class Failures implements Chronicle {
    @Override
    public void failed(String text) {
      System.err.println(text);
    }
  }
}
