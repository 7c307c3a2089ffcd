package io.anyrack.openstack.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both forms of RFC 9110 §10.2.3; a date is meant by the cloud's own clock. */
class RetryAfterTest {
  private static final InstantSource EPOCH = InstantSource.fixed(Instant.EPOCH);

  @ParameterizedTest(name = "{0}, dated {1}: {2} s")
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          Retry-After                   | Date                          | seconds | until
          17                            |                               | 17      | 1970-01-01T00:00:17Z
          17                            | Wed, 21 Oct 2015 07:28:00 GMT | 17      | 2015-10-21T07:28:17Z
          Wed, 21 Oct 2015 07:28:40 GMT | Wed, 21 Oct 2015 07:28:00 GMT | 40      | 2015-10-21T07:28:40Z
          Thu, 01 Jan 1970 00:00:30 GMT |                               | 30      | 1970-01-01T00:00:30Z
          Thu, 01 Jan 1970 00:00:30 GMT | yesterday                     | 30      | 1970-01-01T00:00:30Z
          Wed, 21 Oct 2015 09:28:00 GMT | Wed, 21 Oct 2015 07:28:00 GMT | 7200    | 2015-10-21T09:28:00Z
          """)
  void says(String after, String dated, long seconds, Instant until) {
    assertThat(RetryAfter.of(Optional.of(after), Optional.ofNullable(dated), EPOCH))
        .contains(new RetryAfter(Duration.ofSeconds(seconds), until));
  }

  @ParameterizedTest(name = "{0}, dated {1}")
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          Retry-After                   | Date
                                        |
          0                             |
          -5                            |
          soon                          |
          99999999999                   |
          Wed, 21 Oct 2015 07:27:59 GMT | Wed, 21 Oct 2015 07:28:00 GMT
          """)
  void saysNothing(String after, String dated) {
    assertThat(RetryAfter.of(Optional.ofNullable(after), Optional.ofNullable(dated), EPOCH))
        .isEmpty();
  }
}
