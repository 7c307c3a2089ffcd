package io.anyrack.netboot;

import io.anyrack.netboot.tftp.TftpLimits;
import java.time.Duration;

/**
 * What the boot services may take.
 *
 * @param lease how long a DHCP address is given for; at least a minute
 * @param tftp the limits of TFTP transfers
 * @param dnsLookups names of the outside looked up at once
 * @param scriptBytes the largest script file, in bytes
 */
public record NetbootLimits(Duration lease, TftpLimits tftp, int dnsLookups, long scriptBytes) {
  /** For a rack of some thousand nodes. */
  public static final NetbootLimits DEFAULT =
      new NetbootLimits(Duration.ofHours(24), TftpLimits.DEFAULT, 16, 1 << 20);
}
