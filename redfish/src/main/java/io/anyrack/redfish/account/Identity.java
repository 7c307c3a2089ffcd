package io.anyrack.redfish.account;

import java.util.Optional;

/**
 * Who is logged in.
 *
 * @param username as given
 * @param role what they may do
 * @param node the only node they see and change; empty: all
 */
public record Identity(String username, Role role, Optional<String> node) {

  /** Whether they may see and change the node. */
  public boolean sees(String name) {
    return node.isEmpty() || node.get().equals(name);
  }

  /** Whether their role has the privilege. */
  public boolean may(Privilege privilege) {
    return role.privileges().contains(privilege);
  }
}
