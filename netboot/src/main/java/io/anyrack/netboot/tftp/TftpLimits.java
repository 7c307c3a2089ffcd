package io.anyrack.netboot.tftp;

import java.time.Duration;

/**
 * What a transfer may take.
 *
 * @param sessions transfers at once; further requests are dropped, and clients ask again
 * @param timeout how long an acknowledgement is waited for
 * @param retries how often a block is sent again before the transfer is given up
 * @param window blocks sent before an acknowledgement, where the client asks for it (RFC 7440)
 */
public record TftpLimits(int sessions, Duration timeout, int retries, int window) {
  /** For a rack of some thousand nodes. */
  public static final TftpLimits DEFAULT = new TftpLimits(1024, Duration.ofSeconds(1), 5, 16);

  /** Checks the ranges. */
  public TftpLimits {
    if (sessions < 1 || timeout.toMillis() < 1 || retries < 0 || window < 1 || window > 0xffff) {
      throw new IllegalArgumentException("limits out of range");
    }
  }
}
