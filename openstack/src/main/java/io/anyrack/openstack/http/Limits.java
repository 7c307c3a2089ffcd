package io.anyrack.openstack.http;

import java.time.Duration;

/**
 * What a transport does at most.
 *
 * @param atOnce requests under way to one service: those to another do not wait behind them, as an
 *     image on which a whole rack waits would behind the rack's ports
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
