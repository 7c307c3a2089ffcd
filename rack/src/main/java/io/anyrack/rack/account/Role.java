package io.anyrack.rack.account;

/** What an account may do, lowest first; each door has its own words for these. */
public enum Role {
  /** Nothing, not even log in. */
  NO_ACCESS,
  /** Look. */
  READ_ONLY,
  /** Operate the node. */
  OPERATOR,
  /** Everything. */
  ADMINISTRATOR
}
