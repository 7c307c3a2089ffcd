package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.TestReporter;

/**
 * A rack with one node on a real OpenStack, somebody who works with ipmitool, and somebody who
 * looks at the node's console and its log.
 */
final class CloudStage implements AutoCloseable {
  static final String WORD = "DISK-STARTED";

  private static final Pattern STARTED = Pattern.compile("(DISK|CD)-STARTED ([0-9A-F]{16})");

  private final Rack rack;
  private final Node node;
  private final Path served;
  private final String files;
  private final DiskImage disk;
  private final boolean cdByRescue;
  private final Guest console;
  private final Guest log;
  private Ipmitool ipmitool;
  private final Set<String> starts = new HashSet<>();

  private CloudStage(
      Anyrack anyrack, Rack rack, Path served, int port, DiskImage disk, boolean cdByRescue) {
    this.rack = rack;
    this.served = served;
    this.disk = disk;
    this.cdByRescue = cdByRescue;
    node = rack.node("box");
    ipmitool = node.bmc()::ipmitool;
    // A router hides where the node asks from: its server's id says who it is.
    files = "http://%s:%d/boot/${uuid}/files/".formatted(RealCloud.ADDRESS, port);
    console = node.guest();
    log = Guest.at("box", anyrack.start("log", "box", "--follow", "--rack", rack.name()));
  }

  /**
   * Brings a rack up.
   *
   * @param name of the rack
   * @param more further lines of its file
   */
  static CloudStage of(
      Anyrack anyrack, String name, String method, String firmware, String storage, String more) {
    int port = RealCloud.freePort();
    Rack rack =
        anyrack.rack(
            RealCloud.head(name)
                + """
                nodes:
                  - { name: box, memory: 512MiB, disk: 1GiB, firmware: %s, storage: %s, method: %s }
                boot: { script: boot.ipxe, serve: www, address: %s, port: %d }
                """
                    .formatted(firmware, storage, method, RealCloud.ADDRESS, port)
                + more);
    Path served = rack.file().resolveSibling("www");
    DiskImage disk = DiskImage.saying(WORD, firmware, port);
    try {
      Files.writeString(rack.file().resolveSibling("boot.ipxe"), "#!ipxe\nexit 1\n");
      Files.createDirectories(served);
      WorkingLinux.into(served, anyrack.linux());
      Files.write(served.resolve("disk.img"), disk.octets());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    rack.up();
    boolean cdByRescue = !method.equals("script") || !storage.equals("volume");
    return new CloudStage(anyrack, rack, served, port, disk, cdByRescue);
  }

  /** Who works with ipmitool from now on. */
  void by(Ipmitool other) {
    ipmitool = other;
  }

  /** Its node. */
  Node node() {
    return node;
  }

  /** What the disk is to hold. */
  DiskImage disk() {
    return disk;
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
    return start("disk", reset, () -> awaitStart("DISK"));
  }

  /** Boots the CD in the node's drive. */
  Duration fromCd(boolean reset) {
    return start("cdrom", reset, () -> awaitStart("CD"));
  }

  private String awaitStart(String device) {
    MatchResult start = console.await(STARTED.pattern());
    while (!starts.add(start.group(2)) || isOnTheWay(device, start.group(1))) {
      start = console.await(STARTED.pattern());
    }
    assertThat(start.group(1)).isEqualTo(device);
    return start.group(2);
  }

  /** From one rescue to another the disk starts for a moment: as far as it comes meanwhile. */
  private boolean isOnTheWay(String device, String started) {
    return cdByRescue && device.equals("CD") && started.equals("DISK");
  }

  private Duration start(String device, boolean reset, Supplier<String> shown) {
    boolean on = on();
    ipmitool.ask("chassis", "bootdev", device);
    if (on && !reset) {
      ipmitool.insist("power", "off");
      Eventually.await("the node is off", () -> !on());
      // Whatever started on the way there does not count.
      Matcher before = STARTED.matcher(node.history());
      while (before.find()) {
        starts.add(before.group(2));
      }
    }
    long begin = System.nanoTime();
    ipmitool.insist("power", on && reset ? "reset" : "on");
    assertThat(shown.get()).isNotEmpty();
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    // What it starts may be quicker than the cloud is in saying that it has started it.
    Eventually.await("the BMC says that it is on", this::on);
    return took;
  }

  private boolean on() {
    return ipmitool.ask("power", "status").endsWith("on");
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
