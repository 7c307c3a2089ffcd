package io.anyrack.local.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class QmpClientTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration SHORT = Duration.ofMillis(100);

  private final BlockingQueue<QmpEvent> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

  @TempDir Path directory;

  private final QmpClient.Listener listener =
      new QmpClient.Listener() {
        @Override
        public void event(QmpEvent event) {
          events.add(event);
        }

        @Override
        public void closed() {
          ends.add("closed");
        }
      };

  @Test
  void leavesNegotiationAndExecutes() throws Exception {
    try (var qemu = new FakeQemu(socket(), FakeQemu.GREETING, FakeQemu.agreeing());
        var client = QmpClient.connect(socket(), TIMEOUT, listener)) {
      client.execute("eject", Map.of("id", "cd0", "force", true));

      assertThat(qemu.commands.take().toString())
          .isEqualTo("{\"execute\":\"qmp_capabilities\",\"arguments\":{},\"id\":1}");
      var eject = qemu.commands.take();
      assertThat(eject.get("execute").asString("")).isEqualTo("eject");
      assertThat(eject.get("arguments").get("force").asBoolean(false)).isTrue();
      assertThat(eject.get("id").asLong(0)).isEqualTo(2);
    }
  }

  @Test
  void saysWhyQemuRefuses() throws Exception {
    String refusal = "\"error\": {\"class\": \"GenericError\", \"desc\": \"no such drive\"}";
    try (var _ = fake(command -> command.equals("eject") ? refusal : "\"return\": {}");
        var client = QmpClient.connect(socket(), TIMEOUT, listener)) {
      assertThatThrownBy(() -> client.execute("eject"))
          .isInstanceOf(QmpException.class)
          .hasMessage("eject: QEMU says: no such drive");
    }
  }

  @Test
  void tellsEventsBetweenAnswers() throws Exception {
    try (var qemu = new FakeQemu(socket(), FakeQemu.GREETING, FakeQemu.agreeing());
        var client = QmpClient.connect(socket(), TIMEOUT, listener)) {
      qemu.say(
          """
          {"timestamp": {"seconds": 1795227496, "microseconds": 370549}, "event": "SHUTDOWN", "data": {"guest": true, "reason": "guest-shutdown"}}\r
          {"timestamp": {"seconds": 1795227497, "microseconds": 0}, "event": "STOP"}\r
          """);
      client.execute("query-status");

      QmpEvent shutdown = events.take();
      assertThat(shutdown.name()).isEqualTo("SHUTDOWN");
      assertThat(shutdown.text("reason")).isEqualTo("guest-shutdown");
      assertThat(shutdown.time()).isEqualTo(Instant.parse("2026-11-21T02:18:16.370549Z"));
      assertThat(events.take().text("reason")).isEmpty();
    }
  }

  @Test
  void tellsTheEndOnceAndRefusesWhatComesAfter() throws Exception {
    try (var qemu = new FakeQemu(socket(), FakeQemu.GREETING, FakeQemu.agreeing());
        var client = QmpClient.connect(socket(), TIMEOUT, listener)) {
      qemu.hangUp();

      assertThat(ends.poll(5, TimeUnit.SECONDS)).isEqualTo("closed");
      assertThatThrownBy(() -> client.execute("quit")).isInstanceOf(QmpException.class);
      assertThat(ends).isEmpty();
    }
  }

  @Test
  void endFailsWhoIsWaiting() throws Exception {
    try (var qemu = fake(command -> command.equals("quit") ? "" : "\"return\": {}");
        var client = QmpClient.connect(socket(), TIMEOUT, listener)) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  qemu.commands.take();
                  qemu.commands.take();
                  qemu.hangUp();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThatThrownBy(() -> client.execute("quit"))
          .isInstanceOf(QmpException.class)
          .hasMessage("quit: QEMU closed the connection");
    }
  }

  @Test
  void waitsForAnAnswerNoLongerThanItsTimeout() throws Exception {
    try (var _ = fake(command -> command.equals("cont") ? "" : "\"return\": {}");
        var client = QmpClient.connect(socket(), SHORT, listener)) {
      assertThatThrownBy(() -> client.execute("cont"))
          .hasMessage("cont: QEMU did not answer within 100 ms");
      client.execute("query-status"); // the connection is as good as before
    }
  }

  @Test
  void waitsForAGreetingNoLongerThanItsTimeout() throws Exception {
    try (var _ = new FakeQemu(socket(), "", FakeQemu.agreeing())) {
      assertThatThrownBy(() -> QmpClient.connect(socket(), SHORT, listener))
          .hasMessageContaining("greeting: QEMU did not answer within 100 ms")
          .hasMessageContaining("another process may hold its control socket");
    }
  }

  @Test
  void nobodyThere() {
    assertThatThrownBy(() -> QmpClient.connect(socket(), TIMEOUT, listener))
        .isInstanceOf(QmpException.class)
        .hasMessageContaining(socket().toString());
    assertThat(ends).isEmpty();
  }

  @Test
  void refusesALineWithoutEnd() throws Exception {
    try (var qemu = new FakeQemu(socket(), FakeQemu.GREETING, FakeQemu.agreeing());
        var _ = QmpClient.connect(socket(), TIMEOUT, listener)) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  qemu.say("x".repeat(2 * LineReader.MAX_LINE));
                } catch (Exception _) {
                  // The client has hung up, as it should.
                }
              });
      assertThat(ends.poll(5, TimeUnit.SECONDS)).isEqualTo("closed");
    }
  }

  @Test
  void survivesGarbage() throws Exception {
    var random = new Random(25);
    for (int i = 0; i < 300; i++) {
      Path socket = directory.resolve("f" + i);
      byte[] text =
          (FakeQemu.GREETING + "{\"return\": {}, \"id\": 1}\r\n")
              .getBytes(StandardCharsets.ISO_8859_1);
      for (int change = 0; change <= i % 8; change++) {
        text[random.nextInt(text.length)] = (byte) random.nextInt(256);
      }
      String mutated = new String(text, StandardCharsets.ISO_8859_1) + "\n";
      try (var qemu = new FakeQemu(socket, mutated, _ -> Optional.empty())) {
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    qemu.hangUp();
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                });
        try (var client = QmpClient.connect(socket, TIMEOUT, listener)) {
          assertThatThrownBy(() -> client.execute("quit")).isInstanceOf(QmpException.class);
        } catch (QmpException e) {
          assertThat(e).hasMessageContaining("no connection to QEMU");
        }
      }
    }
  }

  private FakeQemu fake(UnaryOperator<String> answers) throws Exception {
    return new FakeQemu(
        socket(),
        FakeQemu.GREETING,
        command ->
            Optional.of(answers.apply(command.get("execute").asString("")))
                .filter(answer -> !answer.isEmpty()));
  }

  private Path socket() {
    return directory.resolve("qmp");
  }
}
