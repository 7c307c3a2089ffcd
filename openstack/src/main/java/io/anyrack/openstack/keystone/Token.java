package io.anyrack.openstack.keystone;

import io.anyrack.rack.model.Secret;
import java.time.Instant;
import java.util.List;

/**
 * A token and what it is good for.
 *
 * @param secret what requests carry
 * @param expires when it ends
 * @param userId who
 * @param userName who, for people
 * @param projectId for which project; empty: none
 * @param projectName for which project, for people
 * @param roles names of the user's roles there
 * @param catalogue the cloud's services
 */
public record Token(
    Secret secret,
    Instant expires,
    String userId,
    String userName,
    String projectId,
    String projectName,
    List<String> roles,
    Catalogue catalogue) {
  /** Copies the list. */
  public Token {
    roles = List.copyOf(roles);
  }
}
