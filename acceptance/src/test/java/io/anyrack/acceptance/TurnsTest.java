package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A node of a real OpenStack boots from the network, writes its disk, boots from its disk, and so
 * on by turns, told by ipmitool. {@code -Danyrack.turns=10} takes ten turns of each.
 */
@Tag("openstack")
final class TurnsTest {
  private static final int TURNS = Integer.getInteger("anyrack.turns", 2);
  private static final String WORD = "DISK-STARTED";
  private static final Pattern STARTED = Pattern.compile(WORD + " ([0-9A-F]{16})");

  @RegisterExtension private static final Anyrack ANYRACK = new Anyrack();

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @CsvSource({
    "script, bios, volume",
    "script, bios, local",
    "script, uefi, volume",
    "script, uefi, local",
    "rescue, bios, volume",
    "rescue, bios, local",
    "rescue, uefi, volume",
    "rescue, uefi, local"
  })
  void theDiskStays(String method, String firmware, String storage, TestReporter report) {
    try (Stage stage = Stage.of(method, firmware, storage)) {
      stage.linux("write", true);
      assertThat(stage.said("WROTE")).isEqualTo(stage.disk.sum());
      stage.fromDisk(false);

      List<Duration> network = new ArrayList<>();
      List<Duration> disk = new ArrayList<>();
      for (int turn = 1; turn <= TURNS; turn++) {
        network.add(stage.fromNetwork("turn-" + turn, turn % 2 == 0));
        disk.add(stage.fromDisk(turn % 2 == 1));
      }

      stage.linux("look", false);
      assertThat(stage.said("FOUND")).as("what is on the disk").isEqualTo(stage.disk.sum());
      stage.report(report, network, disk);
    }
  }

  @ParameterizedTest(name = "rebuild, {0}, {1}")
  @CsvSource({"bios, local", "bios, volume", "uefi, local", "uefi, volume"})
  void theDiskIsLost(String firmware, String storage, TestReporter report) {
    try (Stage stage = Stage.of("rebuild", firmware, storage)) {
      List<Duration> network = new ArrayList<>();
      List<Duration> disk = new ArrayList<>();
      for (int turn = 1; turn <= TURNS; turn++) {
        network.add(stage.linux("turn-" + turn, true));
        assertThat(stage.said("FOUND")).as("what was on it").isNotEqualTo(stage.disk.sum());
        assertThat(stage.said("WROTE")).isEqualTo(stage.disk.sum());
        disk.add(stage.fromDisk(turn % 2 == 0));
      }
      stage.report(report, network, disk);
    }
  }

  /** A rack with one node, and somebody who looks at its console and its log. */
  private static final class Stage implements AutoCloseable {
    private final Rack rack;
    private final Node node;
    private final Bmc bmc;
    private final Path served;
    private final String files;
    private final DiskImage disk;
    private final Guest console;
    private final Guest log;
    private final Set<String> starts = new HashSet<>();

    private Stage(Rack rack, Path served, int port, DiskImage disk) {
      this.rack = rack;
      this.served = served;
      this.disk = disk;
      node = rack.node("box");
      bmc = node.bmc();
      files =
          "http://%s:%d/boot/%s/files/"
              .formatted(RealCloud.ADDRESS, port, node.listed().path("macs").get(0).asString());
      console = node.guest();
      log = Guest.at("box", ANYRACK.start("log", "box", "--follow", "--rack", rack.name()));
    }

    static Stage of(String method, String firmware, String storage) {
      int port = RealCloud.freePort();
      Rack rack =
          ANYRACK.rack(
              RealCloud.head("turns-%s-%s-%s".formatted(method, firmware, storage))
                  + """
                  nodes:
                    - { name: box, memory: 512MiB, disk: 1GiB, firmware: %s, storage: %s, method: %s }
                  boot: { script: boot.ipxe, serve: www, address: %s, port: %d }
                  """
                      .formatted(firmware, storage, method, RealCloud.ADDRESS, port));
      Path served = rack.file().resolveSibling("www");
      DiskImage disk = DiskImage.saying(WORD, firmware, port);
      try {
        Files.writeString(rack.file().resolveSibling("boot.ipxe"), "#!ipxe\nexit 1\n");
        Files.createDirectories(served);
        WorkingLinux.into(served, ANYRACK.linux());
        Files.write(served.resolve("disk.img"), disk.octets());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      rack.up();
      return new Stage(rack, served, port, disk);
    }

    /** Boots the Linux that works on the disk; returns how long it took to its script. */
    Duration linux(String name, boolean writes) {
      return network(
          name, WorkingLinux.script(files, disk.octets().length, writes ? "disk.img" : ""), true);
    }

    /** Boots a script that stays where it is. */
    Duration fromNetwork(String name, boolean reset) {
      return network(name, "#!ipxe\necho %s\n:stay\nsleep 60\ngoto stay\n".formatted(name), reset);
    }

    /** The second script has a name of its own: who fetches it runs what is for this turn. */
    private Duration network(String name, String script, boolean reset) {
      try {
        Files.writeString(served.resolve(name + ".ipxe"), script);
        Files.writeString(
            rack.file().resolveSibling("boot.ipxe"),
            "#!ipxe\nchain --autofree %s%s.ipxe || exit 1\n".formatted(files, name));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return start("pxe", reset, () -> log.await("fetched \\S*/" + name + "\\.ipxe").group());
    }

    /** Boots the disk, which says another number each time. */
    Duration fromDisk(boolean reset) {
      return start(
          "disk",
          reset,
          () -> {
            String number = console.await(STARTED.pattern()).group(1);
            while (!starts.add(number)) {
              number = console.await(STARTED.pattern()).group(1);
            }
            return number;
          });
    }

    private Duration start(String device, boolean reset, Supplier<String> shown) {
      boolean on = on();
      bmc.ask("chassis", "bootdev", device);
      if (on && !reset) {
        bmc.ask("power", "off");
        Eventually.await("the node is off", () -> !on());
        // Whatever started on the way there does not count.
        Matcher before = STARTED.matcher(node.history());
        while (before.find()) {
          starts.add(before.group(1));
        }
      }
      long begin = System.nanoTime();
      bmc.ask("power", on && reset ? "reset" : "on");
      assertThat(shown.get()).isNotEmpty();
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      assertThat(on()).as("it is on").isTrue();
      return took;
    }

    private boolean on() {
      return bmc.ask("power", "status").endsWith("on");
    }

    /** The sum that Linux says after a word. */
    String said(String word) {
      return console.await(word + " /dev/\\w+ ([0-9a-f]{64})").group(1);
    }

    void report(TestReporter report, List<Duration> network, List<Duration> disk) {
      report.publishEntry(rack.name(), "network " + seconds(network) + "; disk " + seconds(disk));
    }

    private static String seconds(List<Duration> turns) {
      long[] sorted = turns.stream().mapToLong(Duration::toMillis).sorted().toArray();
      return "%d turns, median %.1f s (%.1f to %.1f)"
          .formatted(
              sorted.length,
              sorted[sorted.length / 2] / 1e3,
              sorted[0] / 1e3,
              Arrays.stream(sorted).max().orElseThrow() / 1e3);
    }

    @Override
    public void close() {
      console.close();
      log.close();
      rack.close();
    }
  }
}
