package io.anyrack.fakestack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.fakestack.contract.Session;
import io.anyrack.fakestack.http.Entry;
import io.anyrack.fakestack.http.Fault;
import io.anyrack.fakestack.http.Faults;
import io.anyrack.fakestack.nova.Medium;
import io.anyrack.fakestack.world.Delays;
import io.anyrack.fakestack.world.Quota;
import io.anyrack.fakestack.world.Settings;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What only a fake cloud can do: go wrong on request, tell what was asked, and let a test play the
 * guest.
 */
final class FakeStackTest {
  private FakeStack stack = FakeStack.start();

  @AfterEach
  void close() {
    stack.close();
  }

  private Session with(Settings settings) {
    stack.close();
    stack = FakeStack.start(settings);
    return new Session(stack);
  }

  private Session session() {
    return new Session(stack);
  }

  @Test
  void journalTellsWhatWasAsked() {
    try (Session session = session()) {
      stack.journal().clear();
      session.status("compute", "GET", "/servers/detail?limit=5", "");
      session.status("network", "POST", "/networks", "{\"network\": {\"name\": \"x\"}}");
      List<Entry> entries = stack.journal().entries();
      assertThat(entries)
          .extracting(Entry::toString)
          .containsExactly(
              "compute GET /v2.1/servers/detail?limit=5 200", "network POST /v2.0/networks 201");
      assertThat(entries.getLast().request()).contains("\"name\": \"x\"");
      assertThat(entries.getFirst().headers()).doesNotContainKey("x-auth-token");
      assertThat(stack.journal().changes()).isEqualTo(1);
    }
  }

  @Test
  void nthCallGoesWrong() {
    try (Session session = session()) {
      stack
          .faults()
          .nth(2, Faults.call("GET", "/v2.1/servers"), Fault.status(503, Duration.ofSeconds(7)));
      assertThat(session.status("compute", "GET", "/servers", "")).isEqualTo(200);
      assertThat(session.header("compute", "/servers", "Retry-After")).contains("7");
      assertThat(session.status("compute", "GET", "/servers", "")).isEqualTo(200);
    }
  }

  @Test
  void connectionDropsBeforeOrAfterTheWork() {
    try (Session session = session()) {
      String body = "{\"network\": {\"name\": \"dropped\"}}";
      for (Fault fault : List.of(new Fault.DropBefore(), new Fault.DropAfter())) {
        stack.faults().next(1, Faults.call("POST", "/v2.0/networks"), fault);
        assertThatThrownBy(() -> session.status("network", "POST", "/networks", body))
            .isInstanceOf(UncheckedIOException.class);
      }
      assertThat(session.count("network", "/networks?name=dropped", "networks")).isEqualTo(1);
    }
  }

  @Test
  void answerMayLieAboutTheWork() {
    try (Session session = session()) {
      stack.faults().next(1, Faults.call("POST", "/v2.0/networks"), new Fault.StatusAfter(504));
      assertThat(
              session.status("network", "POST", "/networks", "{\"network\": {\"name\": \"late\"}}"))
          .isEqualTo(504);
      assertThat(session.count("network", "/networks?name=late", "networks")).isEqualTo(1);
    }
  }

  @Test
  void outageEnds() {
    try (Session session = session()) {
      stack.faults().always(Faults.service("compute"), Fault.status(503));
      assertThat(session.status("compute", "GET", "/servers", "")).isEqualTo(503);
      assertThat(session.status("network", "GET", "/networks", "")).isEqualTo(200);
      stack.faults().clear();
      assertThat(session.status("compute", "GET", "/servers", "")).isEqualTo(200);
    }
  }

  @Test
  void latencyIsAddedToEachCall() {
    try (Session session = with(Settings.DEFAULT.withLatency(Duration.ofMillis(60)))) {
      Instant begun = Instant.now();
      session.status("compute", "GET", "/servers", "");
      assertThat(Duration.between(begun, Instant.now()))
          .isGreaterThanOrEqualTo(Duration.ofMillis(60));
    }
  }

  @Test
  void tokensExpire() {
    try (Session session = session()) {
      stack.expireTokens();
      assertThat(session.status("compute", "GET", "/servers", "")).isEqualTo(401);
    }
  }

  @Test
  void cloudMayHaveNoVolumes() {
    try (Session session = with(Settings.DEFAULT.withoutCinder())) {
      assertThat(session.has("block-storage")).isFalse();
      assertThat(session.has("compute")).isTrue();
    }
  }

  @Test
  void imageMayBeTooLarge() {
    try (Session session =
        with(Settings.DEFAULT.withQuota(Quota.DEFAULT.with(Quota.Limit.IMAGE_BYTES, 100_000)))) {
      assertThat(session.upload(100_001)).isEqualTo(413);
      assertThat(session.upload(100_000)).isEqualTo(204);
    }
  }

  @Test
  void testPlaysTheGuest() throws InterruptedException {
    BlockingQueue<String> started = new ArrayBlockingQueue<>(10);
    stack.hypervisor().onBoot(boot -> started.add(boot.serverId()));
    try (Session session = session()) {
      String id = session.server("guest");
      assertThat(started.poll(10, TimeUnit.SECONDS)).isEqualTo(id);
      assertThat(stack.hypervisor().boots(id).getFirst().media())
          .extracting(Medium::source)
          .containsExactly("image");
      stack.hypervisor().print(id, "one\ntwo\nthree\n");
      assertThat(session.console(id, 2)).isEqualTo("two\nthree\n");
      stack.hypervisor().powerOff(id);
      assertThat(session.state(id)).isEqualTo("SHUTOFF 4");
      session.act(id, "{\"rescue\": {\"rescue_image_ref\": \"" + session.image() + "\"}}");
      assertThat(session.await(id, "RESCUE")).isEqualTo("RESCUE 1");
      assertThat(stack.hypervisor().boots(id).getLast().rescue()).isTrue();
      assertThat(stack.hypervisor().boots(id).getLast().media()).hasSize(2);
      stack.hypervisor().powerOff(id);
      assertThat(session.state(id)).as("a guest's end in rescue").isEqualTo("RESCUE 4");
    }
  }

  @Test
  void buildFailsOnRequest() {
    String message = "No valid host was found. There are not enough hosts available.";
    stack.hypervisor().failNext("build", "unlucky"::equals, message);
    try (Session session = session()) {
      String id = session.create("unlucky");
      assertThat(session.await(id, "ERROR")).isEqualTo("ERROR 0");
      assertThat(session.fault(id)).isEqualTo(message);
      assertThat(session.await(session.create("unlucky"), "ACTIVE")).isEqualTo("ACTIVE 1");
    }
  }

  /** While an action runs, its task is in the way of others. */
  @Test
  void runningTaskIsInTheWay() {
    Delays slow = Delays.all(Duration.ofMinutes(5));
    Delays delays =
        new Delays(
            Delays.DEFAULT.build(),
            slow.shutdown(),
            slow.silentShutdown(),
            Delays.DEFAULT.action(),
            Delays.DEFAULT.delete(),
            Delays.DEFAULT.volume());
    try (Session session = with(Settings.DEFAULT.withDelays(delays))) {
      String id = session.server("busy");
      session.act(id, "{\"os-stop\": null}");
      assertThat(session.state(id)).isEqualTo("ACTIVE 1");
      assertThat(session.refusal("compute", "/servers/" + id + "/action", "{\"os-stop\": null}"))
          .isEqualTo(
              "409 Cannot 'stop' instance " + id + " while it is in task_state powering-off");
      assertThat(session.refusal("compute", "/servers/" + id + "/action", "{\"os-start\": null}"))
          .isEqualTo("409 Cannot 'start' instance " + id + " while it is in vm_state active");
    }
  }

  @Test
  void newServerIsNotYetThereForActions() {
    Delays delays =
        new Delays(
            Duration.ofMinutes(5),
            Delays.DEFAULT.shutdown(),
            Delays.DEFAULT.silentShutdown(),
            Delays.DEFAULT.action(),
            Delays.DEFAULT.delete(),
            Delays.DEFAULT.volume());
    try (Session session = with(Settings.DEFAULT.withDelays(delays))) {
      String id = session.create("new");
      assertThat(session.state(id)).isEqualTo("BUILD 0");
      assertThat(session.refusal("compute", "/servers/" + id + "/action", "{\"os-stop\": null}"))
          .isEqualTo("404 Instance " + id + " could not be found.");
    }
  }

  @Test
  void manyServersComeInPages() {
    try (Session session = with(Settings.DEFAULT.withPageSize(2))) {
      for (int i = 0; i < 5; i++) {
        session.create("server-" + i);
      }
      assertThat(session.count("compute", "/servers", "servers")).isEqualTo(2);
      assertThat(session.pages("/servers", "servers")).isEqualTo(5);
    }
  }
}
