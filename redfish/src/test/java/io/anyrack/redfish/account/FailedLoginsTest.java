package io.anyrack.redfish.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.rack.account.AccountStore;
import io.anyrack.rack.account.Accounts;
import io.anyrack.rack.model.Secret;
import io.anyrack.redfish.message.RedfishException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How often a password can be guessed. */
final class FailedLoginsTest {
  private static final String ATTACKER = "192.0.2.66";
  private static final int KNOWN = 8;

  private Instant now = Instant.EPOCH;
  private final FailedLogins failures =
      new FailedLogins(() -> now, new FailedLogins.Limits(3, Duration.ofSeconds(30), KNOWN));

  private void fail(String source) {
    assertThat(failures.attempt(source, Optional::empty)).isEmpty();
  }

  private void failTooOften(String source) {
    for (int i = 0; i < 3; i++) {
      fail(source);
    }
  }

  private static Login somebody() {
    Accounts accounts =
        new Accounts(
            "admin", new Secret("secret"), Accounts.DEFAULT_PLACES, AccountStore.inMemory());
    return new Login(new Realm(Optional.empty(), accounts), accounts.first());
  }

  private void assertRefused(String source, int seconds) {
    assertThatThrownBy(() -> failures.attempt(source, () -> Optional.of(somebody())))
        .isInstanceOfSatisfying(
            RedfishException.class,
            refusal ->
                assertThat(refusal.headers())
                    .containsEntry("Retry-After", Integer.toString(seconds)));
  }

  private void assertTaken(String source) {
    assertThat(failures.attempt(source, () -> Optional.of(somebody()))).isPresent();
  }

  @Test
  void refusesASourceUntilItsWindowEnds() {
    fail(ATTACKER);
    now = now.plusSeconds(10);
    fail(ATTACKER);
    fail(ATTACKER);
    assertRefused(ATTACKER, 20);
    now = now.plusSeconds(20);
    assertTaken(ATTACKER);
  }

  @Test
  void keepsNoOtherSourceOut() {
    failTooOften(ATTACKER);
    assertTaken("192.0.2.1");
  }

  @Test
  void oneAccountOfOnesOwnBuysNoMoreGuesses() {
    fail(ATTACKER);
    fail(ATTACKER);
    assertTaken(ATTACKER);
    fail(ATTACKER);
    assertRefused(ATTACKER, 30);
  }

  @Test
  void forgetsWhoIsRefusedLast() {
    failTooOften(ATTACKER);
    for (int i = 0; i < 3 * KNOWN; i++) {
      fail("192.0.2." + i);
    }
    assertRefused(ATTACKER, 30);
  }

  @Test
  void forgetsTheOldestWhereAllAreRefused() {
    failTooOften(ATTACKER);
    now = now.plusSeconds(1);
    for (int i = 0; i < KNOWN; i++) {
      failTooOften("192.0.2." + i);
    }
    assertTaken(ATTACKER);
    assertRefused("192.0.2.0", 30);
  }

  @Test
  void attemptsAtOnceAreNotMoreThanOneAfterTheOther() {
    AtomicInteger guesses = new AtomicInteger();
    try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 200; i++) {
        clients.execute(
            () ->
                failures.attempt(
                    ATTACKER,
                    () -> {
                      guesses.incrementAndGet();
                      return Optional.empty();
                    }));
      }
    }
    assertThat(guesses).hasValue(3);
  }
}
