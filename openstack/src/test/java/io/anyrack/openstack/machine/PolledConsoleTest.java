package io.anyrack.openstack.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.openstack.http.Refusal;
import io.anyrack.openstack.http.UnavailableException;
import io.anyrack.rack.cloud.Console;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PolledConsoleTest {
  private final AtomicReference<String> log = new AtomicReference<>("");
  private final AtomicInteger asked = new AtomicInteger();
  private final BlockingQueue<Duration> pauses = new ArrayBlockingQueue<>(1);
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  /** Each pause lasts until the test takes it. */
  private final PolledConsole console =
      new PolledConsole(
          () -> {
            asked.incrementAndGet();
            if ("away".equals(log.get())) {
              throw new UnavailableException(new Refusal(503, "compute", "POST", "", ""));
            }
            return Objects.requireNonNull(log.get());
          },
          pauses::put,
          new PolledConsole.Limits(Duration.ofSeconds(2), 16));

  @AfterEach
  void close() {
    console.close();
    pauses.clear();
  }

  private Console.Attachment listen(boolean replay) {
    return console.read(replay, octets -> heard.add(new String(octets, UTF_8)));
  }

  private String next() throws InterruptedException {
    return String.valueOf(heard.poll(5, TimeUnit.SECONDS));
  }

  private void pausePasses() throws InterruptedException {
    assertThat(pauses.poll(5, TimeUnit.SECONDS)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void tellsReadersWhatIsNew() throws InterruptedException {
    log.set("boot\n");
    listen(true);

    assertThat(next()).isEqualTo("boot\n");
    log.set("boot\nlogin: ");
    pausePasses();
    pausePasses();
    assertThat(next()).isEqualTo("login: ");
  }

  @Test
  void keepsTheEndOfWhatWasRead() {
    log.set("first line\nsecond line\n");

    assertThat(new String(console.history(), UTF_8)).isEqualTo("ine\nsecond line\n");
    log.set("second line\n3\n");
    assertThat(new String(console.history(), UTF_8)).isEqualTo("e\nsecond line\n3\n");
  }

  @Test
  void sparesALateReaderWhatWasThereBefore() throws InterruptedException {
    log.set("old\n");
    listen(false);
    pausePasses();
    log.set("old\nnew\n");
    pausePasses();

    assertThat(next()).isEqualTo("new\n");
  }

  @Test
  void asksNobodyWithoutReaders() throws InterruptedException {
    try (Console.Attachment _ = listen(true)) {
      pausePasses();
    }
    for (Duration pause = pauses.poll(100, TimeUnit.MILLISECONDS);
        pause != null;
        pause = pauses.poll(100, TimeUnit.MILLISECONDS)) {}
    int before = asked.get();

    log.set("unheard");
    assertThat(pauses.poll(100, TimeUnit.MILLISECONDS)).isNull();
    assertThat(asked).hasValue(before);
  }

  @Test
  void outlivesACloudThatIsAway() throws InterruptedException {
    log.set("away");
    listen(true);
    pausePasses();
    log.set("back\n");
    pausePasses();

    assertThat(next()).isEqualTo("back\n");
  }

  @Test
  void lendsNobodyTheRightToWriteAndSaysWhy() {
    assertThat(console.claim("somebody")).isEmpty();
    assertThat(console.readOnly()).contains("this cloud lets a console only be read");
  }
}
