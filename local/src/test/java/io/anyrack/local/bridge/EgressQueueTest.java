package io.anyrack.local.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.local.ethernet.Frame;
import io.anyrack.local.ethernet.PortStatistics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EgressQueueTest {
  private final PortStatistics statistics = new PortStatistics();
  private final AtomicInteger rooms = new AtomicInteger();
  private final EgressQueue queue = queue(Duration.ofMillis(50));

  private EgressQueue queue(Duration stall) {
    EgressQueue made = new EgressQueue(64, stall, statistics, rooms::incrementAndGet);
    made.open();
    return made;
  }

  private static Frame frame(int length, int value) {
    byte[] octets = new byte[length];
    Arrays.fill(octets, (byte) value);
    return Frame.of(octets);
  }

  /** Takes everything there is as one writer would. */
  private byte[] drain(EgressQueue from, int octets) throws InterruptedException {
    ByteBuffer all = ByteBuffer.allocate(octets);
    while (all.hasRemaining()) {
      ByteBuffer piece = from.take();
      int length = piece.remaining();
      all.put(piece);
      from.written(length);
    }
    return all.array();
  }

  @Test
  void keepsFramesWholeAcrossTheEndOfTheRing() throws InterruptedException {
    for (int value = 1; value < 50; value++) {
      queue.carry(frame(23, value));
      byte[] octets = drain(queue, 27);
      assertThat(octets).startsWith(0, 0, 0, 23).endsWith(value, value);
    }
    assertThat(statistics.framesOut()).isEqualTo(49);
    assertThat(statistics.drops()).isEmpty();
  }

  @Test
  void makesASenderWaitForAReceiverThatMovesOn() throws InterruptedException {
    EgressQueue patient = queue(Duration.ofSeconds(10));
    Thread sender =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int i = 0; i < 1000; i++) {
                    patient.carry(frame(20, i));
                    patient.flush();
                  }
                });
    byte[] octets = drain(patient, 24 * 1000);
    sender.join();
    for (int i = 0; i < 1000; i++) {
      assertThat(octets[24 * i + 4]).isEqualTo((byte) i);
    }
    assertThat(statistics.drops()).isEmpty();
  }

  @Test
  void dropsAtOnceForAReceiverThatStands() throws InterruptedException {
    queue.carry(frame(50, 1));
    long start = System.nanoTime();
    for (int i = 0; i < 1000; i++) {
      queue.carry(frame(50, 2));
    }
    // Waiting 50 ms for each would take 50 s.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(statistics.drops()).isEqualTo(Map.of("queue-full", 1000L));

    drain(queue, 54);
    queue.carry(frame(50, 3));
    assertThat(drain(queue, 54)).endsWith(3);
  }

  @Test
  void floodsFillHalfOfItOnly() {
    queue.flood(frame(20, 1));
    queue.flood(frame(20, 2));
    assertThat(statistics.drops()).isEqualTo(Map.of("queue-full", 1L));
  }

  @Test
  void tellsWhenARefusedFrameMayBeTriedAgain() throws InterruptedException {
    ByteBuffer octets = ByteBuffer.allocate(60);
    assertThat(queue.offer(octets, 20, octets, 20, 40)).isTrue();
    assertThat(queue.offer(octets, 20, octets, 20, 40)).isFalse();
    assertThat(rooms).hasValue(0);
    drain(queue, 64);
    assertThat(rooms).hasValue(1);
    assertThat(queue.offer(octets, 20, octets, 20, 40)).isTrue();
  }

  @Test
  void forgetsEverythingWhenTheGuestIsGone() throws InterruptedException {
    queue.carry(frame(20, 1));
    queue.close();
    assertThat(queue.take().hasRemaining()).isFalse();
    queue.carry(frame(20, 2));
    assertThat(statistics.drops()).isEqualTo(Map.of("link-down", 1L));
    queue.open();
    queue.carry(frame(20, 3));
    assertThat(drain(queue, 24)).endsWith(3);
  }
}
