package io.anyrack.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.RackException;
import io.anyrack.rack.cloud.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How checks are run and shown. */
class VerificationTest {
  private final CountDownLatch interrupted = new CountDownLatch(1);

  private interface Looking {
    Verdict look() throws InterruptedException;
  }

  private record Made(String name, Duration limit, Looking looking) implements Check {
    @Override
    public String subject() {
      return "it";
    }

    @Override
    public Verdict look() throws InterruptedException {
      return looking.look();
    }
  }

  private static Check check(String name, Looking looking) {
    return new Made(name, Duration.ofSeconds(20), looking);
  }

  private Verdict forever() throws InterruptedException {
    try {
      Thread.sleep(Duration.ofMinutes(10));
      return new Verdict.Pass("too late");
    } finally {
      interrupted.countDown();
    }
  }

  @Test
  void shouldGiveEachCheckARow() throws InterruptedException {
    List<String> steps = new ArrayList<>();
    Progress progress = (subject, step, state) -> steps.add(step + " " + state);
    List<Row> rows =
        new Verification(
                List.of(
                    check("good", () -> new Verdict.Pass("as it should be")),
                    check(
                        "broken",
                        () -> {
                          throw new RackException("nothing answers");
                        }),
                    check(
                        "elsewhere",
                        () -> {
                          throw new CannotTryException("no server", "make one");
                        }),
                    new Made("slow", Duration.ofMillis(20), this::forever)),
                progress)
            .run();

    assertThat(VerifyText.table(rows))
        .isEqualToIgnoringWhitespace(
            """
                  CHECK      OF  FOUND               REMEDY
            pass  good       it  as it should be
            FAIL  broken     it  nothing answers
            skip  elsewhere  it  no server           make one
            FAIL  slow       it  no end after 0 s    look at `anyrack log rack`
            """);
    assertThat(VerifyText.isGood(rows)).isFalse();
    assertThat(VerifyText.isGood(rows.subList(0, 1))).isTrue();
    assertThat(VerifyText.data(rows).path("good").asBoolean()).isFalse();
    assertThat(VerifyText.data(rows).path("checks").get(2).toString())
        .isEqualTo(
            """
            {"result":"skip","check":"elsewhere","of":"it","found":"no server","remedy":"make one"}\
            """);
    assertThat(steps).contains("good DONE", "broken FAILED", "elsewhere DONE", "slow FAILED");
    assertThat(interrupted.await(20, TimeUnit.SECONDS)).as("what is slow is ended").isTrue();
  }
}
