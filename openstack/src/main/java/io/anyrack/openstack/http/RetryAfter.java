package io.anyrack.openstack.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * When a busy cloud wants to be asked again (RFC 9110 §10.2.3).
 *
 * @param time from now on
 * @param until as the cloud's clock says
 */
record RetryAfter(Duration time, Instant until) {
  private static final String SECONDS = "[0-9]{1,9}";

  /**
   * What an answer says; empty: nothing that can be read.
   *
   * @param time tells the time where the answer does not
   */
  static Optional<RetryAfter> of(Answer answer, InstantSource time) {
    return of(answer.header("retry-after"), answer.header("date"), time);
  }

  static Optional<RetryAfter> of(
      Optional<String> after, Optional<String> dated, InstantSource time) {
    // By its own clock, a cloud's date means what it was meant to.
    Instant now = dated.flatMap(RetryAfter::date).orElseGet(time::instant);
    return after
        .flatMap(
            text ->
                text.matches(SECONDS)
                    ? Optional.of(now.plusSeconds(Long.parseLong(text)))
                    : date(text))
        .map(until -> new RetryAfter(Duration.between(now, until), until))
        .filter(each -> each.time().isPositive());
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  boolean isLongerThan(Duration bound) {
    return time.compareTo(bound) > 0;
  }

  /** For people. */
  String words() {
    return "it wants to be asked again after %d s, at %s"
        .formatted(time.toSeconds(), until.truncatedTo(ChronoUnit.SECONDS));
  }
}
