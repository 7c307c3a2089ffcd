package io.anyrack.openstack.keystone;

import io.anyrack.openstack.http.Fields;
import io.anyrack.rack.model.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An application credential as Keystone tells it.
 *
 * @param id to log in with
 * @param project for which it is; a user's credentials are listed for all projects
 * @param name unique for the user
 * @param description as given when it was made
 * @param secret only in the answer to its making
 * @param expires empty: never
 * @param rules what it may be used for; empty: all the user may
 * @param ruleIds the rules' ids; Keystone keeps them after the credential is deleted
 */
public record ApplicationCredential(
    String id,
    String project,
    String name,
    String description,
    Optional<Secret> secret,
    Optional<Instant> expires,
    List<AccessRule> rules,
    List<String> ruleIds) {
  /** Copies the lists. */
  public ApplicationCredential {
    rules = List.copyOf(rules);
    ruleIds = List.copyOf(ruleIds);
  }

  static ApplicationCredential read(Fields credential) {
    return new ApplicationCredential(
        credential.text("id"),
        credential.text("project_id"),
        credential.text("name"),
        credential.text("description"),
        credential.optional("secret").map(Secret::new),
        credential.instant("expires_at"),
        credential.list("access_rules", AccessRule::read),
        credential.list("access_rules", rule -> rule.text("id")));
  }
}
