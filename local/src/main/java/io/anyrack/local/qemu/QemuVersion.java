package io.anyrack.local.qemu;

import io.anyrack.rack.cloud.CloudException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which QEMU an emulator is.
 *
 * @param major the first number
 * @param minor the second
 */
public record QemuVersion(int major, int minor) {
  /** The first with {@code -netdev stream}. */
  public static final QemuVersion NEEDED = new QemuVersion(7, 2);

  private static final Pattern LINE =
      Pattern.compile("QEMU emulator version (\\d{1,4})\\.(\\d{1,4})");

  /**
   * Asks an emulator.
   *
   * @throws CloudException if it does not run
   */
  public static QemuVersion of(Path emulator, QemuLimits limits) {
    Subprocess.Outcome outcome =
        new Subprocess(limits.start()).run(List.of(emulator.toString(), "--version"));
    Matcher line = LINE.matcher(outcome.output());
    if (!line.find()) {
      throw new CloudException(emulator + " does not say its version: " + outcome.output());
    }
    return new QemuVersion(Integer.parseInt(line.group(1)), Integer.parseInt(line.group(2)));
  }

  /** Whether this QEMU has all that is used of it. */
  public boolean isEnough() {
    return major > NEEDED.major || (major == NEEDED.major && minor >= NEEDED.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
