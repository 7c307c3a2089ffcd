package io.anyrack.redfish.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.redfish.message.RedfishException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** One change of a resource at a time, and no wait without end. */
final class ChangeLocksTest {
  private static final Reply DONE = new Reply(204, Map.of(), new Reply.Nothing());

  @Test
  void asksAClientToComeBackWhereOthersTakeTooLong() throws Exception {
    ChangeLocks locks = new ChangeLocks(Duration.ofMillis(1));
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Reply> slow =
          other.submit(
              () ->
                  locks.alone(
                      "node-1",
                      () -> {
                        begun.countDown();
                        await(end);
                        return DONE;
                      }));
      await(begun);
      try {
        assertThatThrownBy(() -> locks.alone("node-1", () -> DONE))
            .isInstanceOfSatisfying(
                RedfishException.class,
                refusal -> {
                  assertThat(refusal.status()).isEqualTo(503);
                  assertThat(refusal.headers()).containsEntry("Retry-After", "1");
                });
        assertThat(locks.alone("node-2", () -> DONE)).isEqualTo(DONE);
      } finally {
        end.countDown();
      }
      assertThat(slow.get()).isEqualTo(DONE);
      assertThat(locks.alone("node-1", () -> DONE)).isEqualTo(DONE);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
