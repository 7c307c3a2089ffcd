package io.anyrack.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.local.qemu.KvmProbe;
import io.anyrack.local.qemu.QemuInstallation;
import io.anyrack.local.qemu.QemuLimits;
import io.anyrack.rack.cloud.Console;
import io.anyrack.rack.cloud.Machine;
import io.anyrack.rack.cloud.MachineObserver;
import io.anyrack.rack.cloud.PortCounters;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.plan.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directory with a rack on real QEMU, and what was said of it. At its end no process and no file
 * is left, whatever happened.
 */
final class Place implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final QemuLimits LIMITS =
      new QemuLimits(
          PATIENCE,
          Duration.ofSeconds(3),
          Duration.ofSeconds(1),
          PATIENCE,
          PATIENCE,
          1 << 20,
          256 << 10,
          1 << 20);

  final Path directory;
  final Path state;
  final BlockingQueue<String> happened = new LinkedBlockingQueue<>();
  final List<String> cabled = new CopyOnWriteArrayList<>();
  private LocalCloud cloud;

  Place() {
    try {
      directory = Files.createTempDirectory("anyrack");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    state = directory.resolve("state");
    cloud = open();
  }

  LocalCloud cloud() {
    return cloud;
  }

  Machine machine(String node) {
    return cloud.machine(node);
  }

  void apply(Rack rack, Plan plan) {
    cloud.apply(rack, plan, Progress.SILENT);
  }

  /** What a crash of the service does. */
  void forget() {
    cloud.close();
    cloud = open();
  }

  /** What a crash of the service and its restart do. */
  void restart(Rack rack) {
    forget();
    apply(rack, new Plan(List.of()));
  }

  String nextHappening() throws InterruptedException {
    String next = happened.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(next).as("something happens within %s", PATIENCE).isNotNull();
    return next;
  }

  /** Waits until a console has said {@code text} for the {@code times}th time. */
  static void awaitSaid(Machine machine, String text, int times) throws InterruptedException {
    var said = new LinkedBlockingQueue<String>();
    var all = new StringBuilder();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (Console.Attachment _ =
        machine
            .console()
            .read(true, octets -> said.add(new String(octets, StandardCharsets.ISO_8859_1)))) {
      while (all.toString().split(Pattern.quote(text), -1).length <= times) {
        String next = said.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        assertThat(next).as("%s for the %dth time after: %s", text, times, all).isNotNull();
        all.append(next);
      }
    }
  }

  private LocalCloud open() {
    var qemu = QemuInstallation.find(System.getenv("PATH"));
    var opened =
        new LocalCloud(
            state,
            new RecordedCabling(),
            qemu,
            new KvmProbe(qemu, Path.of("/dev/kvm"), QemuLimits.DEFAULTS),
            LIMITS,
            System.getProperty("os.name"));
    opened.watch(new Recorder());
    return opened;
  }

  @Override
  public void close() {
    cloud.destroy(Progress.SILENT);
    cloud.close();
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(file -> assertThat(file.toFile().delete()).isTrue());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Recorder implements MachineObserver {
    @Override
    public void stopped(String node, String reason) {
      happened.add(node + " stopped: " + reason);
    }

    @Override
    public void started(String node) {
      happened.add(node + " started");
    }

    @Override
    public void restarted(String node) {
      happened.add(node + " restarted");
    }
  }

  private final class RecordedCabling implements Cabling {
    @Override
    public void configure(Rack rack) {
      cabled.add("configure");
    }

    @Override
    public void connect(String node, int nic, Path socket) {
      cabled.add("connect " + node + " " + nic + " " + Files.exists(socket));
    }

    @Override
    public void disconnect(String node, int nic) {
      cabled.add("disconnect " + node + " " + nic);
    }

    @Override
    public List<PortCounters> ports() {
      return List.of();
    }

    @Override
    public void close() {
      cabled.add("close");
    }
  }
}
