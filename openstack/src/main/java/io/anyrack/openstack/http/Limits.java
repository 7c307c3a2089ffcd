package io.anyrack.openstack.http;

import java.time.Duration;

/**
 * What a transport does at most.
 *
 * @param atOnce requests under way
 * @param answerOctets of one answer
 * @param answerTime until an answer is complete
 * @param uploadTime until an upload is answered
 * @param retries how often requests are repeated
 */
public record Limits(
    int atOnce, int answerOctets, Duration answerTime, Duration uploadTime, Retries retries) {
  /** For people's clouds. */
  public static final Limits USUAL =
      new Limits(64, 64 << 20, Duration.ofMinutes(2), Duration.ofHours(1), Retries.USUAL);
}
