package io.anyrack.ipmi.command;

import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.BootOverride.Device;
import io.anyrack.rack.model.BootOverride.Lifetime;
import io.anyrack.rack.model.BootOverride.Mode;
import java.util.Optional;

/**
 * The five octets of boot option parameter 5 (IPMI 2.0 table 28-14) as a boot override, and back.
 */
final class BootFlags {
  static final int LENGTH = 5;

  private static final int VALID = 0x80;
  private static final int PERSISTENT = 0x40;
  private static final int UEFI = 0x20;
  private static final int DEVICE = 0x3c;

  private BootFlags() {}

  /** Reads the octets that follow the parameter selector; empty for a device that is not there. */
  static Optional<BootOverride> read(int first, int flags) {
    Lifetime lifetime =
        (first & VALID) == 0
            ? Lifetime.DISABLED
            : (first & PERSISTENT) != 0 ? Lifetime.CONTINUOUS : Lifetime.ONCE;
    Mode mode = (first & UEFI) != 0 ? Mode.UEFI : Mode.OWN;
    int others = flags & ~(DEVICE << 24);
    return device((flags >>> 24 & DEVICE) >> 2)
        .map(device -> new BootOverride(device, lifetime, mode, others));
  }

  private static Optional<Device> device(int selector) {
    return switch (selector) {
      case 0x0 -> Optional.of(Device.NONE);
      case 0x1 -> Optional.of(Device.PXE);
      case 0x2 -> Optional.of(Device.DISK);
      case 0x5, 0x8 -> Optional.of(Device.CDROM); // The only drive there is takes virtual media.
      case 0x6 -> Optional.of(Device.BIOS_SETUP);
      default -> Optional.empty();
    };
  }

  /** Data 1. */
  static int first(BootOverride override) {
    int lifetime =
        switch (override.lifetime()) {
          case DISABLED -> 0;
          case ONCE -> VALID;
          case CONTINUOUS -> VALID | PERSISTENT;
        };
    return lifetime | (override.mode() == Mode.UEFI ? UEFI : 0);
  }

  /** Data 2 to 5, data 2 in the highest octet. */
  static int flags(BootOverride override) {
    int selector =
        switch (override.device()) {
          case NONE -> 0x0;
          // There is no code for a URL.
          case PXE, HTTP -> 0x1;
          case DISK -> 0x2;
          case CDROM -> 0x5;
          case BIOS_SETUP -> 0x6;
        };
    return selector << 26 | override.otherFlags();
  }
}
