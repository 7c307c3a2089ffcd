package io.anyrack.rack.cloud;

/**
 * A machine's UEFI Secure Boot (UEFI 2.10 §32).
 *
 * @param enabled whether the next start has it
 * @param inForce whether the start that goes on has it
 * @param owned whether a platform key is enrolled: user mode, else setup mode
 */
public record SecureBoot(boolean enabled, boolean inForce, boolean owned) {
  /** What the next start can do differently. */
  public enum Change {
    /** Have Secure Boot, with the default keys where there is no platform key. */
    ENABLE,
    /** Start what is not signed, too; the keys stay. */
    DISABLE,
    /** Have the keys that the machine's maker enrols, and no others. */
    DEFAULT_KEYS,
    /** Have no keys: setup mode. */
    DELETE_KEYS,
    /** Have no platform key: setup mode with the other keys. */
    DELETE_PLATFORM_KEY
  }
}
