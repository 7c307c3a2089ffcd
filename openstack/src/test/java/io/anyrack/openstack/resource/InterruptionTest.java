package io.anyrack.openstack.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.fakestack.http.Fault;
import io.anyrack.fakestack.http.Faults;
import io.anyrack.fakestack.http.Request;
import io.anyrack.fakestack.world.Quota;
import io.anyrack.fakestack.world.Settings;
import io.anyrack.rack.cloud.BreakOff;
import io.anyrack.rack.cloud.BrokenOffException;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.model.Rack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an {@code up} or {@code down} leaves behind that ended too early, the next one finishes. */
class InterruptionTest {
  private static boolean isChange(Request request) {
    return !request.method().equals("GET") && !request.service().equals("identity");
  }

  @TempDir Path directory;
  private Stage stage;

  @BeforeEach
  void begin() {
    stage = new Stage(Settings.DEFAULT, directory);
  }

  @AfterEach
  void end() {
    stage.close();
  }

  /** After so many changing calls nothing more gets through; the last one may have been done. */
  private void cutOffAfter(int calls, boolean done) {
    if (done) {
      stage.cloud.faults().nth(calls, InterruptionTest::isChange, new Fault.DropAfter());
    }
    for (int i = calls; i < calls + 400; i++) {
      stage.cloud.faults().nth(i, InterruptionTest::isChange, new Fault.DropBefore());
    }
  }

  private void failing(Runnable action) {
    try {
      action.run();
    } catch (CloudException e) {
      assertThat(e).hasMessageContaining("did not answer");
    }
    stage.cloud.faults().clear();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void upIsKilledAndGoneOnWith(long seed) {
    Map<String, Set<String>> before = stage.everything();
    Rack rack = Racks.full("lab", 2);
    Random random = new Random(seed);

    for (int i = 0; i < 8; i++) {
      cutOffAfter(1 + random.nextInt(12), random.nextBoolean());
      int process = i;
      failing(() -> stage.up(rack, "p" + process));
    }
    stage.up(rack, "last");

    assertThat(stage.plan(rack).changes()).isEmpty();
    stage.down("lab");
    assertThat(stage.everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6, 7, 8, 9})
  void upIsKilledAndTakenDown(long seed) {
    Map<String, Set<String>> before = stage.everything();
    Random random = new Random(seed);
    cutOffAfter(1 + random.nextInt(60), random.nextBoolean());
    failing(() -> stage.up(Racks.full("lab", 2)));

    cutOffAfter(1 + random.nextInt(10), random.nextBoolean());
    failing(() -> stage.down("lab"));
    stage.down("lab");

    assertThat(stage.everything()).isEqualTo(before);
  }

  /** What was asked for by then comes late; a call is broken off only where it leaves nothing. */
  @ParameterizedTest
  @ValueSource(longs = {10, 11, 12, 13, 14, 15, 16, 17})
  void upIsBrokenOffAndTakenDown(long seed) {
    Map<String, Set<String>> before = stage.everything();
    BreakOff breakOff = new BreakOff();
    AtomicInteger calls = new AtomicInteger(1 + new Random(seed).nextInt(30));
    stage
        .cloud
        .faults()
        .always(
            request -> {
              boolean now = isChange(request) && calls.decrementAndGet() == 0;
              if (now) {
                Thread.ofVirtual().start(breakOff::ask);
              }
              return now;
            },
            new Fault.Slow(Duration.ofMillis(300)));

    assertThatThrownBy(() -> stage.up(Racks.full("lab", 2), "1", breakOff))
        .isInstanceOf(BrokenOffException.class);

    stage.down("lab");
    assertThat(stage.everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "network, /v2.0/networks",
    "network, /v2.0/subnets",
    "network, /v2.0/ports",
    "network, /v2.0/routers",
    "network, /v2.0/security-groups",
    "network, /v2.0/floatingips",
    "compute, /v2.1/servers",
    "compute, /v2.1/os-keypairs"
  })
  void anAnswerThatIsLostIsNoReasonToMakeAThingTwice(String service, String path) {
    Rack rack = Racks.full("lab", 1);
    stage
        .cloud
        .faults()
        .next(1, Faults.service(service).and(Faults.call("POST", path)), new Fault.DropAfter());

    try {
      stage.up(rack);
    } catch (CloudException e) {
      // What cannot be told from a refusal is found by the next one.
      stage.up(rack, "2");
    }

    assertThat(stage.plan(rack).changes()).isEmpty();
  }

  @Test
  void aQuotaThatIsExceededNamesTheNodeAndLeavesNothingThatDownDoesNotFind() {
    stage.close();
    stage =
        new Stage(
            Settings.DEFAULT.withQuota(Quota.DEFAULT.with(Quota.Limit.INSTANCES, 2)), directory);
    Map<String, Set<String>> before = stage.everything();

    assertThatThrownBy(() -> stage.up(Racks.simple("lab", 4)))
        .isInstanceOf(CloudException.class)
        .hasMessageMatching("(?s)node-[1-4]: server node-[1-4]: .*[Qq]uota.*");

    stage.up(Racks.simple("lab", 2), "2");
    stage.down("lab");
    assertThat(stage.everything()).isEqualTo(before);
  }

  @Test
  void aServerThatCannotBeMadeIsToldWithTheCloudsReasonAndMadeAnew() {
    Rack rack = Racks.simple("lab", 1);
    stage
        .cloud
        .faults()
        .next(
            3,
            Faults.service("compute").and(Faults.call("POST", "/v2.1/servers")),
            Fault.status(500));

    assertThatThrownBy(() -> stage.up(rack))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("node-1: server node-1: the cloud's compute service answered 500");

    stage.cloud.faults().clear();
    stage.up(rack, "2");
    assertThat(stage.plan(rack).changes()).isEmpty();
  }

  @Test
  void aBusyCloudIsWaitedFor() {
    stage
        .cloud
        .faults()
        .next(
            2,
            Faults.service("network").and(InterruptionTest::isChange),
            Fault.status(503, Duration.ZERO));
    stage
        .cloud
        .faults()
        .next(1, Faults.service("compute").and(InterruptionTest::isChange), Fault.status(429));
    Rack rack = Racks.simple("lab", 2);

    stage.up(rack);

    assertThat(stage.plan(rack).changes()).isEmpty();
  }

  @Test
  void tokensEndInTheMiddle() {
    Rack rack = Racks.simple("lab", 3);
    stage.plan(rack);
    stage.cloud.expireTokens();

    stage.up(rack);

    assertThat(stage.plan(rack).changes()).isEmpty();
  }
}
