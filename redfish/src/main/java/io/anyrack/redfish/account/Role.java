package io.anyrack.redfish.account;

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

  /** As JSON has it. */
  public String id() {
    return id;
  }

  /** What who has it may do. */
  public Set<Privilege> privileges() {
    return privileges;
  }
}
