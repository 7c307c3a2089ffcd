package io.anyrack.redfish.account;

/** What a request may need (DSP0266 §13.2). */
public enum Privilege {
  /** To be logged in. */
  LOGIN("Login"),
  /** To change the manager. */
  CONFIGURE_MANAGER("ConfigureManager"),
  /** To change accounts. */
  CONFIGURE_USERS("ConfigureUsers"),
  /** To change one's own account and end one's own sessions. */
  CONFIGURE_SELF("ConfigureSelf"),
  /** To change systems and chassis. */
  CONFIGURE_COMPONENTS("ConfigureComponents");

  private final String word;

  Privilege(String word) {
    this.word = word;
  }

  /** As JSON has it. */
  public String word() {
    return word;
  }
}
