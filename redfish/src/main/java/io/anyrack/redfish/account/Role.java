package io.anyrack.redfish.account;

import java.util.Optional;
import java.util.Set;

/** The three roles every service has (DSP0266 §13.2.2). */
public enum Role {
  /** Everything. */
  ADMINISTRATOR("Administrator", Set.of(Privilege.values())),
  /** Systems and chassis, and oneself. */
  OPERATOR(
      "Operator",
      Set.of(Privilege.LOGIN, Privilege.CONFIGURE_COMPONENTS, Privilege.CONFIGURE_SELF)),
  /** To look, and oneself. */
  READ_ONLY("ReadOnly", Set.of(Privilege.LOGIN, Privilege.CONFIGURE_SELF));

  private final String id;

  @SuppressWarnings("ImmutableEnumChecker") // what Set.of makes never changes
  private final Set<Privilege> privileges;

  Role(String id, Set<Privilege> privileges) {
    this.id = id;
    this.privileges = privileges;
  }

  /** What a BMC's account of that role has here; empty: it may not log in. */
  public static Optional<Role> of(io.anyrack.rack.account.Role role) {
    return switch (role) {
      case NO_ACCESS -> Optional.empty();
      case READ_ONLY -> Optional.of(READ_ONLY);
      case OPERATOR -> Optional.of(OPERATOR);
      case ADMINISTRATOR -> Optional.of(ADMINISTRATOR);
    };
  }

  /** The role of a BMC's account that has this one here. */
  public io.anyrack.rack.account.Role ofAccount() {
    return switch (this) {
      case READ_ONLY -> io.anyrack.rack.account.Role.READ_ONLY;
      case OPERATOR -> io.anyrack.rack.account.Role.OPERATOR;
      case ADMINISTRATOR -> io.anyrack.rack.account.Role.ADMINISTRATOR;
    };
  }

  /** As JSON has it. */
  public String id() {
    return id;
  }

  /** What who has it may do. */
  public Set<Privilege> privileges() {
    return privileges;
  }
}
