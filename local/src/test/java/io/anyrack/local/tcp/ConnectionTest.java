package io.anyrack.local.tcp;

import static io.anyrack.local.tcp.Segment.ACK;
import static io.anyrack.local.tcp.Segment.FIN;
import static io.anyrack.local.tcp.Segment.PSH;
import static io.anyrack.local.tcp.Segment.RST;
import static io.anyrack.local.tcp.Segment.SYN;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.local.tcp.Connection.State;
import io.anyrack.local.tcp.Segment.Options;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A scripted guest: its numbers start at 1000, ours at 5000; times are in milliseconds. A segment
 * is shown as {@code FLAGS sequence:length acknowledgment}.
 */
class ConnectionTest {
  private static final int GUEST = 1000;
  private static final int OURS = 5000;

  private final List<String> sent = new ArrayList<>();
  private boolean refuse;
  private long now;
  private int guestWindow = 60_000;
  private int maximumSegmentSize = 1460;
  private int largest = 1460;

  private static final ConnectionLimits LIMITS =
      new ConnectionLimits(
          16 << 10,
          16 << 10,
          4,
          Duration.ofMinutes(10),
          Duration.ofMinutes(1),
          Duration.ofSeconds(2));

  private boolean record(Segment segment) {
    if (refuse) {
      return false;
    }
    String flags =
        (segment.has(SYN) ? "S" : "")
            + (segment.has(FIN) ? "F" : "")
            + (segment.has(RST) ? "R" : "")
            + (segment.has(PSH) ? "P" : "")
            + (segment.has(ACK) ? "A" : "");
    sent.add(
        flags + " " + segment.sequence() + ":" + segment.length() + " " + segment.acknowledgment());
    return true;
  }

  private List<String> sent() {
    List<String> now = List.copyOf(sent);
    sent.clear();
    return now;
  }

  private Connection opening() {
    Segment syn =
        Segment.bare(GUEST, 0, SYN, guestWindow, new Options(maximumSegmentSize, Optional.empty()));
    return new Connection(syn, OURS, largest, LIMITS, this::record, nanos());
  }

  private Connection established() {
    Connection connection = opening();
    connection.accept(nanos());
    guest(connection, GUEST + 1, OURS + 1, ACK, "");
    assertThat(connection.state()).isEqualTo(State.ESTABLISHED);
    sent.clear();
    return connection;
  }

  private void guest(Connection to, int sequence, int acknowledgment, int flags, String content) {
    byte[] octets = content.getBytes(US_ASCII);
    to.receive(
        new Segment(
            sequence,
            acknowledgment,
            flags,
            guestWindow,
            Options.DEFAULT,
            ByteBuffer.wrap(octets),
            0,
            octets.length),
        nanos());
    to.flush();
  }

  private void backend(Connection to, int octets) {
    int left = octets;
    while (left > 0) {
      ByteBuffer free = to.toGuest().free();
      int part = Math.min(left, free.remaining());
      to.produced(part, nanos());
      left -= part;
    }
  }

  private long nanos() {
    return Duration.ofMillis(now).toNanos();
  }

  private void at(long millis, Connection connection) {
    now = millis;
    connection.tick(nanos());
  }

  private static String received(Connection connection) {
    ByteBuffer content = connection.fromGuest().content();
    byte[] octets = new byte[content.remaining()];
    content.get(octets);
    return new String(octets, US_ASCII);
  }

  @Test
  void answersASynOnceTheBackendIsThere() {
    Connection connection = opening();
    assertThat(sent()).isEmpty();
    connection.accept(nanos());
    assertThat(sent()).containsExactly("SA 5000:0 1001");
    guest(connection, 1001, 5001, ACK, "");
    assertThat(connection.state()).isEqualTo(State.ESTABLISHED);
    assertThat(sent()).isEmpty();
  }

  @Test
  void refusesWhereThereIsNoBackend() {
    Connection connection = opening();
    connection.abort();
    assertThat(sent()).containsExactly("RA 0:0 1001");
    assertThat(connection.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void repeatsTheSynAndGivesUpInTheEnd() {
    Connection connection = opening();
    connection.accept(nanos());
    sent.clear();
    at(999, connection);
    assertThat(sent()).isEmpty();
    at(1000, connection);
    assertThat(sent()).containsExactly("SA 5000:0 1001");
    at(3000, connection);
    at(7000, connection);
    at(15000, connection);
    assertThat(sent()).hasSize(3);
    at(31000, connection);
    assertThat(sent()).containsExactly("RA 5001:0 1001");
    assertThat(connection.isAborted()).isTrue();
  }

  @Test
  void repeatsTheSynForARepeatedSyn() {
    Connection connection = opening();
    connection.accept(nanos());
    guest(connection, 1000, 0, SYN, "");
    assertThat(sent()).containsExactly("SA 5000:0 1001", "SA 5000:0 1001");
  }

  @Test
  void resetsAWrongAcknowledgmentOfTheSyn() {
    Connection connection = opening();
    connection.accept(nanos());
    sent.clear();
    guest(connection, 1001, 4711, ACK, "");
    assertThat(sent()).containsExactly("R 4711:0 0");
    assertThat(connection.state()).isEqualTo(State.SYN_RECEIVED);
  }

  @Test
  void takesContentInOrder() {
    Connection connection = established();
    guest(connection, 1001, 5001, ACK | PSH, "GET ");
    guest(connection, 1005, 5001, ACK | PSH, "/");
    assertThat(sent()).containsExactly("A 5001:0 1005", "A 5001:0 1006");
    assertThat(received(connection)).isEqualTo("GET /");
  }

  @Test
  void asksForWhatIsMissing() {
    Connection connection = established();
    guest(connection, 1005, 5001, ACK, "late");
    guest(connection, 1009, 5001, ACK, "later");
    assertThat(sent()).containsExactly("A 5001:0 1001", "A 5001:0 1001");
    guest(connection, 1001, 5001, ACK, "here");
    assertThat(sent()).containsExactly("A 5001:0 1005");
    assertThat(received(connection)).isEqualTo("here");
  }

  @Test
  void takesOnlyWhatIsNewOfARepeatedSegment() {
    Connection connection = established();
    guest(connection, 1001, 5001, ACK, "abc");
    guest(connection, 1001, 5001, ACK, "abc");
    guest(connection, 1002, 5001, ACK, "bcd");
    assertThat(sent()).containsExactly("A 5001:0 1004", "A 5001:0 1004", "A 5001:0 1005");
    assertThat(received(connection)).isEqualTo("abcd");
  }

  @Test
  void closesItsWindowUntilTheBackendReads() {
    Connection connection = established();
    int sequence = 1001;
    for (int i = 0; i < 16; i++) {
      guest(connection, sequence, 5001, ACK, "x".repeat(1024));
      sequence += 1024;
    }
    assertThat(connection.fromGuest().room()).isZero();
    sent.clear();
    guest(connection, sequence, 5001, ACK, "y");
    assertThat(sent()).containsExactly("A 5001:0 " + sequence);
    assertThat(connection.fromGuest().size()).isEqualTo(16 << 10);
    connection.consumed(100);
    assertThat(sent()).as("no silly window").isEmpty();
    connection.consumed(8192);
    assertThat(sent()).containsExactly("A 5001:0 " + sequence);
    guest(connection, sequence, 5001, ACK, "y");
    assertThat(sent()).containsExactly("A 5001:0 " + (sequence + 1));
  }

  @Test
  void cutsContentIntoSegmentsOfTheMtu() {
    largest = 1360;
    Connection connection = established();
    backend(connection, 3000);
    assertThat(sent())
        .containsExactly(
            "A 5001:1360 1001", "A 5001:0 1001".replace("5001:0", "6361:1360"), "PA 7721:280 1001");
  }

  @Test
  void cutsContentIntoSegmentsOfTheGuestsSize() {
    maximumSegmentSize = 536;
    Connection connection = established();
    backend(connection, 600);
    assertThat(sent()).containsExactly("A 5001:536 1001", "PA 5537:64 1001");
  }

  @Test
  void sendsNoMoreThanTheGuestsWindow() {
    guestWindow = 2000;
    Connection connection = established();
    backend(connection, 4000);
    assertThat(sent()).containsExactly("A 5001:1460 1001");
    guest(connection, 1001, 6461, ACK, "");
    assertThat(sent()).containsExactly("A 6461:1460 1001");
  }

  @Test
  void probesAClosedWindow() {
    guestWindow = 0;
    Connection connection = established();
    backend(connection, 10);
    assertThat(sent()).isEmpty();
    at(200, connection);
    assertThat(sent()).containsExactly("A 5001:1 1001");
    guest(connection, 1001, 5001, ACK, "");
    at(600, connection);
    assertThat(sent()).containsExactly("A 5001:1 1001");
    for (int i = 0; i < 20; i++) {
      guest(connection, 1001, 5001, ACK, "");
      at(now + 60_000, connection);
    }
    assertThat(sent()).as("as long as the guest answers").hasSize(20);
    guestWindow = 5000;
    guest(connection, 1001, 5001, ACK, "");
    assertThat(sent()).containsExactly("PA 5001:10 1001");
  }

  @Test
  void sendsAgainAfterATimeoutFromTheFirstLost() {
    Connection connection = established();
    backend(connection, 4000);
    sent.clear();
    at(199, connection);
    assertThat(sent()).isEmpty();
    at(200, connection);
    assertThat(sent()).containsExactly("A 5001:1460 1001");
    guest(connection, 1001, 9001, ACK, "");
    assertThat(sent()).as("the guest had the others").isEmpty();
    assertThat(connection.toGuest().size()).isZero();
    assertThat(connection.deadline()).isGreaterThan(Duration.ofMinutes(5).toNanos());
  }

  @Test
  void sendsAgainAfterThreeDuplicates() {
    Connection connection = established();
    backend(connection, 5840);
    sent.clear();
    guest(connection, 1001, 5001, ACK, "");
    guest(connection, 1001, 5001, ACK, "");
    assertThat(sent()).isEmpty();
    guest(connection, 1001, 5001, ACK, "");
    assertThat(sent()).containsExactly("A 5001:1460 1001");
    // A partial acknowledgment shows the second loss.
    guest(connection, 1001, 7921, ACK, "");
    assertThat(sent()).containsExactly("A 7921:1460 1001");
    guest(connection, 1001, 10841, ACK, "");
    assertThat(sent()).isEmpty();
  }

  @Test
  void givesUpAGuestThatDoesNotAnswer() {
    Connection connection = established();
    backend(connection, 10);
    for (int i = 0; i < 5; i++) {
      at(now + 60_000, connection);
    }
    assertThat(sent()).last().isEqualTo("RA 5011:0 1001");
    assertThat(connection.isAborted()).isTrue();
  }

  @Test
  void measuresTheRoundTrip() {
    Connection connection = established();
    for (int i = 0; i < 20; i++) {
      backend(connection, 10);
      now += 500;
      guest(connection, 1001, 5001 + 10 * (i + 1), ACK, "");
    }
    sent.clear();
    backend(connection, 10);
    sent.clear();
    at(now + 450, connection);
    assertThat(sent()).as("no needless retransmission at 450 ms").isEmpty();
  }

  @Test
  void waitsForRoomTowardsTheGuest() {
    Connection connection = established();
    refuse = true;
    backend(connection, 10);
    refuse = false;
    connection.resume(nanos());
    assertThat(sent()).containsExactly("PA 5001:10 1001");
  }

  @Test
  void endsWhenTheBackendEndsFirst() {
    Connection connection = established();
    backend(connection, 10);
    connection.finish(nanos());
    assertThat(sent()).containsExactly("PA 5001:10 1001", "FA 5011:0 1001");
    guest(connection, 1001, 5012, ACK, "");
    assertThat(connection.state()).isEqualTo(State.FIN_WAIT_2);
    guest(connection, 1001, 5012, ACK, "still here");
    assertThat(sent()).containsExactly("A 5012:0 1011");
    guest(connection, 1011, 5012, FIN | ACK, "");
    assertThat(sent()).containsExactly("A 5012:0 1012");
    assertThat(connection.state()).isEqualTo(State.TIME_WAIT);
    assertThat(received(connection)).isEqualTo("still here");
    guest(connection, 1011, 5012, FIN | ACK, "");
    assertThat(sent()).as("the guest's repeated FIN").containsExactly("A 5012:0 1012");
    at(now + 2000, connection);
    assertThat(connection.state()).isEqualTo(State.CLOSED);
    assertThat(connection.isAborted()).isFalse();
  }

  @Test
  void endsWhenTheGuestEndsFirst() {
    Connection connection = established();
    guest(connection, 1001, 5001, FIN | ACK, "bye");
    assertThat(connection.state()).isEqualTo(State.CLOSE_WAIT);
    assertThat(connection.isGuestFinished()).isTrue();
    assertThat(sent()).containsExactly("A 5001:0 1005");
    backend(connection, 10);
    connection.finish(nanos());
    assertThat(sent()).containsExactly("PA 5001:10 1005", "FA 5011:0 1005");
    guest(connection, 1005, 5012, ACK, "");
    assertThat(connection.state()).isEqualTo(State.CLOSED);
    assertThat(connection.isAborted()).isFalse();
    assertThat(received(connection)).isEqualTo("bye");
  }

  @Test
  void endsWhenBothEndAtOnce() {
    Connection connection = established();
    connection.finish(nanos());
    guest(connection, 1001, 5001, FIN | ACK, "");
    assertThat(connection.state()).isEqualTo(State.CLOSING);
    guest(connection, 1002, 5002, ACK, "");
    assertThat(connection.state()).isEqualTo(State.TIME_WAIT);
  }

  @Test
  void endsABackendThatEndsBeforeTheHandshakeDoes() {
    Connection connection = opening();
    connection.accept(nanos());
    backend(connection, 5);
    connection.finish(nanos());
    assertThat(sent()).containsExactly("SA 5000:0 1001");
    guest(connection, 1001, 5001, ACK, "");
    assertThat(sent()).containsExactly("PA 5001:5 1001", "FA 5006:0 1001");
  }

  @Test
  void repeatsALostFin() {
    Connection connection = established();
    connection.finish(nanos());
    sent.clear();
    at(200, connection);
    assertThat(sent()).containsExactly("FA 5001:0 1001");
  }

  @Test
  void believesOnlyAnExactReset() {
    Connection connection = established();
    guest(connection, 1002, 0, RST, "");
    assertThat(sent()).containsExactly("A 5001:0 1001");
    assertThat(connection.state()).isEqualTo(State.ESTABLISHED);
    guest(connection, 1001, 0, RST, "");
    assertThat(connection.isAborted()).isTrue();
  }

  @Test
  void tellsTheGuestThatTheBackendIsGone() {
    Connection connection = established();
    connection.abort();
    assertThat(sent()).containsExactly("RA 5001:0 1001");
  }

  @Test
  void endsAnIdleConnection() {
    Connection connection = established();
    at(Duration.ofMinutes(10).toMillis() - 1, connection);
    assertThat(connection.state()).isEqualTo(State.ESTABLISHED);
    at(Duration.ofMinutes(10).toMillis(), connection);
    assertThat(sent()).containsExactly("RA 5001:0 1001");
  }

  @Test
  void doesNotBelieveAcknowledgmentsOfTheFuture() {
    Connection connection = established();
    guest(connection, 1001, 6000, ACK, "abc");
    assertThat(sent()).containsExactly("A 5001:0 1001");
    assertThat(received(connection)).isEmpty();
  }

  @Test
  void staysInBoundsWhateverTheGuestSends() {
    Random random = new Random(42);
    for (int round = 0; round < 300; round++) {
      now = 0;
      maximumSegmentSize = random.nextInt(0x1_0000);
      Connection connection = opening();
      connection.accept(nanos());
      for (int step = 0; step < 100; step++) {
        guestWindow = random.nextInt(0x1_0000) * random.nextInt(2);
        int sequence = GUEST + random.nextInt(4000) - 1000;
        int acknowledgment = OURS + random.nextInt(20_000) - 1000;
        guest(
            connection,
            sequence,
            acknowledgment,
            random.nextInt(32) & ~(random.nextInt(20) == 0 ? 0 : RST),
            "z".repeat(random.nextInt(1500)));
        if (!connection.isAborted() && connection.toGuest().room() > 0) {
          connection.produced(random.nextInt(1 + connection.toGuest().free().remaining()), nanos());
        }
        connection.consumed(random.nextInt(1 + connection.fromGuest().size()));
        at(now + random.nextInt(2000), connection);
        assertThat(connection.fromGuest().size()).isBetween(0, 16 << 10);
        assertThat(connection.toGuest().size()).isBetween(0, 16 << 10);
      }
      sent.clear();
    }
  }
}
