package io.anyrack.ipmi.sol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.fakemachine.FakeConsole;
import io.anyrack.rack.cloud.Console;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Serial over LAN, packet by packet (IPMI 2.0 §15.9 to §15.11). */
class SolSessionTest {
  private static final SolLimits LIMITS = new SolLimits(4, 16, 2, Duration.ofMillis(500));

  private final FakeConsole console = new FakeConsole();

  private SolSession activate() {
    return new SolSession(console, "ipmi admin", true, LIMITS, () -> {});
  }

  private static SolPacket typed(int sequence, int operation, String text) {
    return SolPacket.data(sequence, operation, text.getBytes(US_ASCII));
  }

  private static SolPacket ack(int sequence, int accepted) {
    return SolPacket.acknowledgement(sequence, accepted, 0);
  }

  private static String text(Optional<SolPacket> packet) {
    return packet
        .map(p -> p.sequence() + ":" + new String(p.characters(), US_ASCII))
        .orElse("none");
  }

  @Test
  void historyComesFirstThenOutputOnePacketAtATime() {
    console.print("old");
    SolSession sol = activate();
    console.print("new");

    assertThat(text(sol.poll(0))).isEqualTo("1:oldn");
    assertThat(text(sol.poll(499))).as("waits for the acknowledgement").isEqualTo("none");
    assertThat(text(sol.poll(500))).as("the same again").isEqualTo("1:oldn");
    sol.receive(ack(1, 4));
    assertThat(text(sol.poll(501))).isEqualTo("2:ew");
    sol.receive(ack(2, 2));
    assertThat(text(sol.poll(502))).isEqualTo("none");
  }

  @Test
  void whatWasTakenInPartGoesOnFromThereUnderANewNumber() {
    SolSession sol = activate();
    console.print("abcd");

    assertThat(text(sol.poll(0))).isEqualTo("1:abcd");
    sol.receive(ack(1, 3));
    assertThat(text(sol.poll(1))).isEqualTo("2:d");
  }

  @Test
  void anAcknowledgementOfSomethingElseChangesNothing() {
    SolSession sol = activate();
    console.print("abcd");

    assertThat(text(sol.poll(0))).isEqualTo("1:abcd");
    sol.receive(ack(7, 4));
    assertThat(text(sol.poll(500))).isEqualTo("1:abcd");
  }

  @Test
  void sequenceNumbersGoFrom1To15AndRound() {
    SolSession sol = activate();
    for (int i = 0; i < 16; i++) {
      console.print("x");
      assertThat(text(sol.poll(i))).isEqualTo((i % 15 + 1) + ":x");
      sol.receive(ack(i % 15 + 1, 1));
    }
  }

  @Test
  void aSlowConsoleLosesTheOldestAndIsTold() {
    SolSession sol = activate();
    console.print("0123456789");
    console.print("abcdefghij");

    SolPacket packet = sol.poll(0).orElseThrow();
    assertThat(new String(packet.characters(), US_ASCII)).isEqualTo("4567");
    assertThat(packet.has(SolPacket.OVERRUN)).isTrue();
  }

  @Test
  void inputIsTypedOnceHoweverOftenItComes() {
    SolSession sol = activate();

    for (int i = 0; i < 3; i++) {
      SolPacket answer = sol.receive(typed(1, 0, "ls\r")).orElseThrow();
      assertThat(answer).hasToString(ack(1, 3).toString());
    }
    sol.receive(typed(2, 0, "x"));
    assertThat(console.input()).isEqualTo("ls\rx");
  }

  @Test
  void aBreakIsSentAndOutputIsFlushed() {
    SolSession sol = activate();
    console.print("abc");

    sol.receive(typed(1, SolPacket.BREAK, ""));
    sol.receive(typed(2, SolPacket.FLUSH_OUTBOUND, ""));
    assertThat(console.breaks()).isEqualTo(1);
    assertThat(text(sol.poll(0))).isEqualTo("none");
  }

  @Test
  void whileSomebodyElseWritesItReadsAndSaysSo() {
    Console.Writer other = console.claim("cli bob").orElseThrow();
    SolSession sol = new SolSession(console, "ipmi admin", true, SolLimits.DEFAULT, () -> {});

    assertThat(text(sol.poll(0))).isEqualTo("1:\r\n[read-only: cli bob is writing]\r\n");
    SolPacket refused = sol.receive(typed(1, 0, "x")).orElseThrow();
    assertThat(refused.has(SolPacket.NACK) && refused.has(SolPacket.TRANSFER_UNAVAILABLE)).isTrue();
    assertThat(refused.accepted()).isZero();
    other.close();
    assertThat(sol.receive(typed(1, 0, "x")).orElseThrow().accepted()).isEqualTo(1);
    assertThat(console.input()).isEqualTo("x");
  }

  @Test
  void aReaderNeverTakesTheLine() {
    SolSession sol = new SolSession(console, "ipmi bob", false, SolLimits.DEFAULT, () -> {});
    console.print("boot");

    assertThat(text(sol.poll(0))).isEqualTo("1:\r\n[read-only: the first instance writes]\r\nboot");
    assertThat(sol.receive(typed(1, 0, "x")).orElseThrow().has(SolPacket.NACK)).isTrue();
    assertThat(sol.receive(typed(2, SolPacket.BREAK, "")).orElseThrow().has(SolPacket.NACK))
        .isTrue();
    assertThat(console.writer()).isEmpty();
    assertThat(console.breaks()).isZero();
  }

  @Test
  void closingGivesTheLineBack() {
    SolSession sol = activate();
    assertThat(console.writer()).contains("ipmi admin");

    sol.close();
    assertThat(console.writer()).isEmpty();
    assertThat(console.readers()).isZero();
    assertThat(sol.receive(typed(1, 0, "x"))).isEmpty();
  }
}
