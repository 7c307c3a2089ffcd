package io.anyrack.cli.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.netsync.SyncLimits;
import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.file.RackFile;
import io.anyrack.rack.file.Surroundings;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.rack.sync.Mark;
import io.anyrack.rack.sync.Outcome;
import io.anyrack.rack.sync.PortChange;
import io.anyrack.rack.sync.PortChange.Place;
import io.anyrack.rack.sync.Target;
import io.anyrack.service.Site;
import io.anyrack.service.SyncReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Address sync inside a rack's service. */
@Timeout(60)
class SiteSyncTest {
  private static final SyncLimits LIMITS =
      new SyncLimits(
          1,
          100,
          10,
          Duration.ofMillis(20),
          Duration.ofMillis(20),
          Duration.ofSeconds(1),
          Duration.ofMillis(5),
          Duration.ofMillis(20));

  @TempDir Path directory;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final OnePort port = new OnePort();
  private final AtomicReference<BooleanSupplier> changing = new AtomicReference<>(() -> true);
  private final SiteSync sync =
      new SiteSync(
          _ -> {
            throw new AssertionError("no installer's cloud is named");
          },
          (_, changing) -> {
            this.changing.set(changing);
            return new SyncTarget(port, Optional.empty(), LIMITS);
          },
          new Site.Log() {
            @Override
            public void note(String node, String message) {}

            @Override
            public void sync(String node, String message) {
              told.add(node + ": " + message);
            }
          });

  /** The port of node-1. */
  private static final class OnePort implements Target {
    private GuardedPort port =
        new GuardedPort(
            "p",
            "node-1",
            "node",
            MacAddress.parse("02:00:00:00:00:01"),
            List.of(new GuardedPort.Subnet(IpPrefix.parse("192.0.2.0/24"), false)),
            List.of(IpAddress.parse("192.0.2.30")),
            List.of(),
            Mark.NONE,
            true,
            1);

    @Override
    public synchronized List<GuardedPort> ports() {
      return List.of(port);
    }

    @Override
    public synchronized Optional<GuardedPort> port(String id) {
      return Optional.of(port);
    }

    @Override
    public synchronized Outcome update(PortChange change) {
      port =
          new GuardedPort(
              port.id(),
              port.node(),
              port.role(),
              port.mac(),
              port.subnets(),
              change.addresses().stream()
                  .flatMap(List::stream)
                  .map(place -> ((Place.Exactly) place).address())
                  .findFirst()
                  .map(List::of)
                  .orElse(port.addresses()),
              change.pairs().orElse(port.pairs()),
              change.mark().orElse(port.mark()),
              true,
              port.revision() + 1);
      return new Outcome.Changed(port);
    }
  }

  @BeforeEach
  void writeAList() throws IOException {
    say("shared: [192.0.2.200]");
  }

  @AfterEach
  void close() {
    sync.close();
  }

  private void say(String yaml) throws IOException {
    Path next = directory.resolve("next");
    Files.writeString(next, yaml);
    Files.move(next, directory.resolve("list.yaml"), StandardCopyOption.ATOMIC_MOVE);
  }

  private String told() throws InterruptedException {
    return String.valueOf(told.poll(30, TimeUnit.SECONDS));
  }

  private Rack rack(String section) {
    RackFile.Read read =
        new RackFile(Surroundings.here(_ -> Optional.empty()))
            .read(
                "rack.yaml",
                directory,
                """
                rack: lab
                nodes:
                  - networks: [{ name: provision, mac: "02:00:00:00:00:01" }]
                %s
                """
                    .formatted(section)
                    .getBytes(StandardCharsets.UTF_8));
    assertThat(read).isInstanceOf(RackFile.Read.Valid.class);
    return ((RackFile.Read.Valid) read).rack();
  }

  @Test
  void followsTheRackFileAndTellsEventsAndFigures() throws Exception {
    sync.configure(rack(""));
    assertThat(sync.report()).isEmpty();

    sync.configure(rack("sync: { sources: [{ static: list.yaml }] }"));
    assertThat(told()).isEqualTo("node-1: node-1 (02:00:00:00:00:01): +192.0.2.200");
    say("shared: [192.0.2.201]\naddresses: {'02:00:00:00:00:01': 192.0.2.77}");
    assertThat(told())
        .isEqualTo(
            "node-1: node-1 (02:00:00:00:00:01): 192.0.2.30 -> 192.0.2.77, +192.0.2.201,"
                + " -192.0.2.200");
    SyncReport report = after(2);
    assertThat(report)
        .extracting(SyncReport::sources, SyncReport::heard, SyncReport::ports, SyncReport::changes)
        .containsExactly(1, 1, 1, 2L);
    assertThat(report.lag()).isPositive();

    say("shared: [198.51.100.1]");
    assertThat(List.of(told(), told()))
        .contains(": 198.51.100.1 is on no network of the rack: it is not opened");
    assertThat(after(3).findings())
        .containsExactly("198.51.100.1 is on no network of the rack: it is not opened");

    sync.configure(rack(""));
    assertThat(sync.report()).isEmpty();
    say("shared: [192.0.2.202]");
    assertThat(port.ports().getFirst().pairs()).as("nobody follows any more").isEmpty();
  }

  private SyncReport after(long changes) {
    while (true) {
      SyncReport report = sync.report().orElseThrow();
      if (report.changes() == changes && report.waiting().isZero()) {
        return report;
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void itsTargetKnowsWhileTheRackIsChanged() {
    sync.configure(rack("sync: { sources: [{ static: list.yaml }] }"));
    BooleanSupplier now = Objects.requireNonNull(changing.get());
    assertThat(now.getAsBoolean()).isFalse();
    sync.changing(true);
    assertThat(now.getAsBoolean()).isTrue();
    sync.changing(false);
    assertThat(now.getAsBoolean()).isFalse();
  }

  @Test
  void aRackWhoseSyncCannotBeginIsARackAllTheSame() throws Exception {
    sync.configure(rack("sync: { sources: [{ observed: 192.0.2.0/28 }] }"));
    assertThat(told())
        .startsWith(
            ": address sync cannot begin: observed:192.0.2.0/28: only the service of a rack");
    assertThat(sync.report()).isEmpty();
  }
}
