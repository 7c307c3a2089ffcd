package io.anyrack.fakestack.http;

import java.time.Duration;
import java.util.Optional;

/** What goes wrong with a call. */
public sealed interface Fault {
  /**
   * It is answered so, and nothing is done.
   *
   * @param retryAfter the header of that name, in seconds
   */
  record Status(int status, Optional<Duration> retryAfter) implements Fault {}

  /** The connection ends without an answer; nothing was done. */
  record DropBefore() implements Fault {}

  /** What was asked is done, and the connection ends without an answer. */
  record DropAfter() implements Fault {}

  /**
   * What was asked is done, but the answer says otherwise, as a gateway's time-out does.
   *
   * @param status e.g. 504
   */
  record StatusAfter(int status) implements Fault {}

  /** The answer comes late. */
  record Slow(Duration time) implements Fault {}

  /**
   * Something else happens before it is done as usual.
   *
   * @param event returns when it has happened
   */
  record First(Runnable event) implements Fault {}

  /** Answered with a status. */
  static Fault status(int status) {
    return new Status(status, Optional.empty());
  }

  /** Answered with a status and the time after which to ask again. */
  static Fault status(int status, Duration retryAfter) {
    return new Status(status, Optional.of(retryAfter));
  }
}
