package io.anyrack.local.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ResetTrackerTest {

  @Test
  void countsResetsOfSeaBiosAsItsOwn() {
    // As seen on a busy machine: the guest's reset, four of SeaBIOS; 20 s later the next.
    var tracker = new ResetTracker();
    long start = 1_795_227_675_296L;

    assertThat(
            LongStream.of(0, 27, 29, 40, 40, 20_000, 20_018)
                .mapToObj(after -> tracker.isFirmware(Instant.ofEpochMilli(start + after))))
        .containsExactly(false, true, true, true, true, false, true);
  }
}
