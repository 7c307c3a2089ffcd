package io.anyrack.rack.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyTimeTest {
  @Test
  void goesOnFromTheEpochAlsoWhereTheCounterOverflows() {
    AtomicLong counter = new AtomicLong(Long.MAX_VALUE - 1_000_000);
    SteadyTime time = new SteadyTime(counter::get);

    assertThat(time.millis()).isZero();
    counter.addAndGet(5_000_000);
    assertThat(time.millis()).isEqualTo(5);
  }
}
