package io.anyrack.ipmi.message;

import io.anyrack.rack.account.Role;
import java.util.Optional;

/** Privilege levels, lowest first (IPMI 2.0 §6.8). */
public enum Privilege {
  /** Not logged in: what may be asked before a session. */
  NONE(0),
  /** Callback: may do little more than close its session. */
  CALLBACK(1),
  /** May look. */
  USER(2),
  /** May operate the node. */
  OPERATOR(3),
  /** May do everything. */
  ADMINISTRATOR(4);

  private final int level;

  Privilege(int level) {
    this.level = level;
  }

  /** The level as it is on the wire. */
  public int level() {
    return level;
  }

  /** The privilege of a level on the wire; empty for 0, the OEM level 5 and reserved values. */
  public static Optional<Privilege> of(int level) {
    return switch (level) {
      case 1 -> Optional.of(CALLBACK);
      case 2 -> Optional.of(USER);
      case 3 -> Optional.of(OPERATOR);
      case 4 -> Optional.of(ADMINISTRATOR);
      default -> Optional.empty();
    };
  }

  /** The highest privilege of a user; {@link #NONE} for those who may not log in. */
  public static Privilege of(Role role) {
    return switch (role) {
      case NO_ACCESS -> NONE;
      case READ_ONLY -> USER;
      case OPERATOR -> OPERATOR;
      case ADMINISTRATOR -> ADMINISTRATOR;
    };
  }

  /** Whether this privilege is enough where {@code required} is asked for. */
  public boolean covers(Privilege required) {
    return compareTo(required) >= 0;
  }

  /** The lower of the two. */
  public Privilege atMost(Privilege limit) {
    return compareTo(limit) <= 0 ? this : limit;
  }
}
