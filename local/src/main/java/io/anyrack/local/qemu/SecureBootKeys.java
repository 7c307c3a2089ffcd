package io.anyrack.local.qemu;

import io.anyrack.local.qemu.UefiVariables.Name;
import io.anyrack.local.qemu.UefiVariables.Variable;
import io.anyrack.rack.cloud.SecureBoot.Change;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What Secure Boot is made of: variables (UEFI 2.10 §32.3) and EDK II's own switch. */
final class SecureBootKeys {
  private static final UUID GLOBAL = UUID.fromString("8be4df61-93ca-11d2-aa0d-00e098032b8c");
  private static final UUID IMAGES = UUID.fromString("d719b2cb-3d3a-4596-a3bc-dad00e67656f");
  private static final Name PLATFORM_KEY = new Name(GLOBAL, "PK");
  static final Set<Name> KEYS =
      Set.of(
          PLATFORM_KEY,
          new Name(GLOBAL, "KEK"),
          new Name(IMAGES, "db"),
          new Name(IMAGES, "dbx"),
          new Name(IMAGES, "dbt"),
          new Name(IMAGES, "dbr"));

  /** Looked at only where there is a platform key; the firmware removes it where there is none. */
  private static final Name SWITCH =
      new Name(UUID.fromString("f0a30bc7-af08-4556-99c4-001009c93a44"), "SecureBootEnable");

  private SecureBootKeys() {}

  /** Whether there is a platform key. */
  static boolean owned(UefiVariables variables) {
    return variables.get(PLATFORM_KEY).isPresent();
  }

  /** Whether firmware that starts with these variables starts signed programs only. */
  static boolean enabled(UefiVariables variables) {
    return owned(variables) && variables.get(SWITCH).map(Variable::value).orElse((byte) 1) != 0;
  }

  /**
   * The variables after a change.
   *
   * @param defaults variables with the keys of the firmware's maker
   */
  static UefiVariables apply(Change change, UefiVariables variables, UefiVariables defaults) {
    return switch (change) {
      case ENABLE ->
          (owned(variables) ? variables : defaultKeys(variables, defaults)).with(turned(true));
      case DISABLE ->
          owned(variables) ? variables.with(turned(false)) : variables.without(Set.of(SWITCH));
      case DEFAULT_KEYS -> defaultKeys(variables, defaults).with(turned(enabled(variables)));
      case DELETE_KEYS -> variables.without(and(SWITCH, KEYS));
      case DELETE_PLATFORM_KEY -> variables.without(Set.of(PLATFORM_KEY, SWITCH));
    };
  }

  private static UefiVariables defaultKeys(UefiVariables variables, UefiVariables defaults) {
    return KEYS.stream()
        .map(defaults::get)
        .flatMap(Optional::stream)
        .reduce(variables.without(KEYS), UefiVariables::with, (_, last) -> last);
  }

  private static Variable turned(boolean on) {
    return Variable.ofFirmware(SWITCH, on ? (byte) 1 : 0);
  }

  private static Set<Name> and(Name one, Set<Name> more) {
    Set<Name> all = new HashSet<>(more);
    all.add(one);
    return all;
  }
}
