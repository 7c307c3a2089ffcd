package io.anyrack.openstack.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.openstack.Waiting;
import io.anyrack.openstack.http.Refusal;
import io.anyrack.openstack.http.UnavailableException;
import io.anyrack.rack.cloud.Console;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NovaConsoleTest {
  private final AtomicReference<String> log = new AtomicReference<>("");
  private final AtomicInteger asked = new AtomicInteger();
  private final BlockingQueue<Duration> pauses = new ArrayBlockingQueue<>(1);
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  private volatile boolean runs = true;
  private volatile boolean offered;
  private volatile String atOnce = "";
  private final AtomicInteger opened = new AtomicInteger();
  private volatile Optional<Line> line = Optional.empty();

  /** Each pause lasts until the test takes it. */
  private final NovaConsole console =
      new NovaConsole(
          () -> {
            asked.incrementAndGet();
            if ("away".equals(log.get())) {
              throw new UnavailableException(new Refusal(503, "compute", "POST", "", ""));
            }
            return Objects.requireNonNull(log.get());
          },
          this::open,
          () -> Optional.of("server-1").filter(_ -> runs),
          pauses::put,
          new NovaConsole.Limits(Duration.ofSeconds(2), 16, 8, 2));

  /** The other end of a line. */
  private record Line(Consumer<byte[]> output, Runnable ended, Queue<String> typed)
      implements SerialLines.SerialLine {
    void print(String text) {
      output.accept(text.getBytes(UTF_8));
    }

    @Override
    public void send(byte[] octets) {
      typed.add(new String(octets, UTF_8));
    }

    @Override
    public void close() {
      typed.add("(closed)");
    }
  }

  private SerialLines.SerialLine open(String server, Consumer<byte[]> output, Runnable ended) {
    opened.incrementAndGet();
    if (!offered) {
      throw new NoSerialLinesException("Unavailable console type serial.", new IOException());
    }
    Line now = new Line(output, ended, new ConcurrentLinkedQueue<>());
    if (!atOnce.isEmpty()) {
      now.print(atOnce);
    }
    line = Optional.of(now);
    return now;
  }

  private Line line() {
    return line.orElseThrow();
  }

  @AfterEach
  void close() {
    console.close();
    pauses.clear();
  }

  private Console.Attachment listen(boolean replay) {
    return console.read(replay, octets -> heard.add(new String(octets, UTF_8)));
  }

  private String next() throws InterruptedException {
    return String.valueOf(heard.poll(60, TimeUnit.SECONDS));
  }

  private void pausePasses() throws InterruptedException {
    assertThat(pauses.poll(60, TimeUnit.SECONDS)).isEqualTo(Duration.ofSeconds(2));
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

  /** Nobody knows before it is asked; who holds the right to write then is told. */
  @Test
  void whereTheCloudHasNoLinesItSaysSoAndLendsNobodyTheRightToWrite() throws InterruptedException {
    assertThat(console.claim("sol")).isPresent();
    listen(true);

    assertThat(next()).isEqualTo("\r\n[read-only: this cloud lets a console only be read]\r\n");
    assertThat(console.readOnly()).contains("this cloud lets a console only be read");
    pausePasses();
    console.close();
    assertThat(console.claim("somebody")).isEmpty();
    assertThat(opened.get()).as("it is not asked for again at once").isOne();
  }

  @Test
  void theLineTellsAtOnceAndTakesInput() throws InterruptedException {
    offered = true;
    log.set("boot\n");
    Console.Writer writer = console.claim("sol").orElseThrow();
    listen(true);
    pausePasses();
    assertThat(next()).isEqualTo("boot\n");
    Waiting.until(() -> line.isPresent());

    line().print("login: \033[1m");
    assertThat(next()).isEqualTo("login: \033[1m");
    writer.write("root\r".getBytes(UTF_8));
    line().print("root\r\n# ");
    assertThat(next()).isEqualTo("root\r\n# ");

    assertThat(line().typed()).containsExactly("root\r");
    assertThat(console.readOnly()).isEmpty();
    assertThat(console.writer()).contains("sol");
    assertThat(console.claim("another")).isEmpty();
  }

  /** Nova leaves control characters out of the log. */
  @Test
  void nothingIsToldTwiceWhenTheLogIsReadAgain() throws InterruptedException {
    offered = true;
    log.set("boot\n");
    listen(true);
    pausePasses();
    assertThat(next()).isEqualTo("boot\n");
    Waiting.until(() -> line.isPresent());
    line().print("one\r\n\033[1mtwo");
    assertThat(next()).isEqualTo("one\r\n\033[1mtwo");
    runs = false;
    line().ended().run();
    log.set("boot\none\n[1mtwo\nbye\n");
    pausePasses();
    pausePasses();

    assertThat(next()).isEqualTo("\nbye\n");
  }

  /** What the line tells before the log was asked is in the log as well. */
  @Test
  void whatCameWhileItWasAttachedIsToldOnce() throws InterruptedException {
    offered = true;
    atOnce = "o\r\nlogin: ";
    log.set("hello\n");
    listen(true);
    assertThat(next()).isEqualTo("hello\n");
    pausePasses();
    assertThat(next()).isEqualTo("login: ");
  }

  @Test
  void aLineThatEndsIsAttachedAgain() throws InterruptedException {
    offered = true;
    listen(true);
    pausePasses();
    Line first = line();

    first.ended().run();
    Waiting.until(
        () -> {
          pauses.poll();
          return !first.equals(line());
        });

    line().print("again");
    assertThat(next()).isEqualTo("again");
  }

  /** QEMU says nothing to a second client: its log goes on without it. */
  @Test
  void whereAnotherClientHasTheLineTheLogIsReadAndInputRefused() throws InterruptedException {
    offered = true;
    listen(true);
    pausePasses();
    Console.Writer writer = console.claim("sol").orElseThrow();
    log.set("somebody else typed this\n");
    pausePasses();
    pausePasses();

    assertThat(next()).isEqualTo("somebody else typed this\n");
    assertThat(next()).contains("read-only: another client of the cloud has the serial line");
    assertThat(console.readOnly()).get().asString().contains("another client");
    writer.write("lost".getBytes(UTF_8));
    writer.close();
    assertThat(console.claim("sol")).isEmpty();
  }

  @Test
  void theLineIsGivenBackWhenNobodyWantsIt() throws InterruptedException {
    offered = true;
    try (Console.Attachment _ = listen(true)) {
      pausePasses();
    }

    Waiting.until(
        () -> {
          pauses.poll();
          return line().typed().contains("(closed)");
        });
  }

  @Test
  void inputForAMachineThatIsOffIsDropped() throws InterruptedException {
    offered = true;
    runs = false;
    Console.Writer writer = console.claim("sol").orElseThrow();
    writer.write("dropped".getBytes(UTF_8));
    listen(true);
    pausePasses();
    pausePasses();
    assertThat(opened.get()).isZero();
    assertThat(console.readOnly()).isEmpty();
    runs = true;
    Waiting.until(
        () -> {
          pauses.poll();
          return line.isPresent();
        });

    writer.write("kept".getBytes(UTF_8));
    Waiting.until(() -> List.copyOf(line().typed()).equals(List.of("kept")));
  }
}
