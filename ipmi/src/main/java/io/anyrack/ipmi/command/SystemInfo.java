package io.anyrack.ipmi.command;

import java.util.Arrays;

/**
 * What firmware and operating system said of themselves, in blocks of sixteen octets as they were
 * given (IPMI 2.0 table 22-16c): in the first an encoding, the length of the text, and fourteen of
 * its octets. Kept in memory. Used under the lock of its BMC.
 */
final class SystemInfo {
  static final int BLOCK = 16;
  static final int BLOCKS = 5;

  /** The longest text, in octets. */
  static final int LONGEST = BLOCK * BLOCKS - 2;

  private final MachineStarts starts;
  private final byte[] firmwareVersion = new byte[BLOCK * BLOCKS];
  private final byte[] primarySystemName = new byte[BLOCK * BLOCKS];
  private final byte[] systemName = new byte[BLOCK * BLOCKS];
  private long systemOf;

  SystemInfo(MachineStarts starts) {
    this.starts = starts;
  }

  /** The version of the machine's firmware. */
  byte[] firmwareVersion() {
    return firmwareVersion;
  }

  /** The operating system that is installed. */
  byte[] primarySystemName() {
    return primarySystemName;
  }

  /** The operating system that runs; the next start of the machine forgets it. */
  byte[] systemName() {
    if (systemOf != starts.present()) {
      systemOf = starts.present();
      Arrays.fill(systemName, (byte) 0);
    }
    return systemName;
  }
}
