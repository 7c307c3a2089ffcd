package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * {@code up} is killed, client and service, at random points on a real cloud; after {@code down}
 * the project is as it was, and a second rack in it was never touched. {@code -Danyrack.kills=25}
 * tries more points, {@code -Danyrack.seed} the same ones again, {@code -Danyrack.router=false}
 * leaves the router out, which takes busy clouds longest.
 */
@Tag("openstack")
class KilledUpTest {
  private static final int KILLS = Integer.getInteger("anyrack.kills", 3);
  private static final boolean ROUTER =
      Boolean.parseBoolean(System.getProperty("anyrack.router", "true"));
  private static final long SEED = Long.getLong("anyrack.seed", System.nanoTime());

  /** Steps take longer than saying that they are done. */
  private static final Duration MOST_MORE = Duration.ofSeconds(2);

  /** The cloud is at rest when so many looks at all its lists saw the same. */
  private static final int SAME = 4;

  @RegisterExtension static final Anyrack ANYRACK = new Anyrack();

  private static Rack rack(String name, int nodes) {
    return ANYRACK.rack(
        """
        rack: %s
        cloud: openstack
        networks: [{ name: provision, cidr: 192.0.2.0/24%s }]
        routers: [%s]
        nodes: [{ count: %d, memory: 256MiB, disk: 1GiB }]
        boot: { address: 127.0.0.1 }
        """
            .formatted(
                name,
                ROUTER ? ", router: edge" : "",
                ROUTER ? "{ name: edge, external: external }" : "",
                nodes));
  }

  /** How many lines it said: one for each step. */
  private static int up(CloudProject cloud, Rack rack) {
    Finished up = ANYRACK.runWith(cloud.environment(), "up", "-f", rack.file().toString());
    up.expectDone();
    return (int) (up.out() + up.err()).lines().count();
  }

  @Test
  void downLeavesNothingWhereverUpWasKilled() throws Exception {
    Random random = new Random(SEED);
    String name = "killed-" + Integer.toHexString(random.nextInt(0x10000));
    try (CloudProject cloud = new CloudProject()) {
      Rack second = rack(name + "-second", 1);
      up(cloud, second);
      try {
        Map<String, String> before = settled(cloud);
        Rack rack = rack(name, 2);
        int lines = up(cloud, rack);
        assertThat(cloud.lists()).isNotEqualTo(before);
        down(cloud, rack);
        assertThat(cloud.lists()).as("nobody was killed").isEqualTo(before);

        for (int kill = 1; kill <= KILLS; kill++) {
          int line = random.nextInt(lines);
          Duration more = Duration.ofMillis(random.nextLong(MOST_MORE.toMillis()));
          String when =
              "seed %d, kill %d, %d ms after line %d of %d"
                  .formatted(SEED, kill, more.toMillis(), line, lines);
          upKilled(cloud, rack, line, more);
          int made = cloud.lists().size() - before.size();
          down(cloud, rack);
          assertThat(cloud.lists()).as(when).isEqualTo(before);
          System.getLogger(KilledUpTest.class.getName())
              .log(System.Logger.Level.INFO, when + ": " + made + " things were there");
        }
      } finally {
        down(cloud, second);
      }
    }
  }

  /** The lists when the cloud has come to rest after the second rack was made. */
  private static Map<String, String> settled(CloudProject cloud) {
    List<Map<String, String>> looks = new ArrayList<>(List.of(cloud.lists()));
    Eventually.await(
        "the cloud is at rest",
        () -> {
          looks.add(cloud.lists());
          return looks.size() > SAME
              && looks.stream().skip(looks.size() - SAME).distinct().count() == 1;
        });
    return looks.getLast();
  }

  /** Kills it {@code more} after it said so many lines, or when it is done. */
  private static void upKilled(CloudProject cloud, Rack rack, int lines, Duration more)
      throws Exception {
    Process up = ANYRACK.startWith(cloud.environment(), "up", "-f", rack.file().toString());
    try (var out = up.inputReader();
        var err = up.errorReader()) {
      CountDownLatch said = new CountDownLatch(lines);
      List<Thread> readers =
          Stream.of(out, err)
              .map(reader -> Thread.ofVirtual().start(() -> count(reader, said)))
              .toList();
      Thread.ofVirtual().start(() -> whenOver(readers, said));
      said.await();
      up.waitFor(more.toMillis(), TimeUnit.MILLISECONDS);
      Eventually.await("client and service are dead", () -> killed(up, rack));
    }
  }

  private static void count(BufferedReader reader, CountDownLatch said) {
    try {
      while (reader.readLine() != null) {
        said.countDown();
      }
    } catch (IOException e) {
      // It was killed.
    }
  }

  /** Ends the wait for lines of a process that says nothing any more. */
  private static void whenOver(List<Thread> readers, CountDownLatch said) {
    try {
      for (Thread reader : readers) {
        reader.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    while (said.getCount() > 0) {
      said.countDown();
    }
  }

  /** The client may have started a service just now. */
  private static boolean killed(Process up, Rack rack) {
    up.destroyForcibly();
    List<ProcessHandle> services = services(rack).toList();
    services.forEach(ProcessHandle::destroyForcibly);
    return !up.isAlive() && services.isEmpty();
  }

  /** ProcessHandle knows no arguments of a process with as long a class path. */
  private static Stream<ProcessHandle> services(Rack rack) {
    return Leftovers.of(ANYRACK.racks()).processes().stream()
        .filter(pid -> Leftovers.arguments(pid).contains(rack.name()))
        .flatMap(pid -> ProcessHandle.of(pid).stream());
  }

  private static void down(CloudProject cloud, Rack rack) {
    ANYRACK
        .runWith(cloud.environment(), "down", "--rack", rack.name(), "--os-cloud", cloud.name())
        .expectDone();
  }
}
