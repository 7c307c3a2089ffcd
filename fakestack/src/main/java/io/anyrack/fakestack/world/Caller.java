package io.anyrack.fakestack.world;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who is calling: what a token stands for.
 *
 * @param method how the token was got: password, token, application_credential
 * @param accessRules what an application credential is limited to; empty if it is not
 * @param credential the application credential's identifier
 * @param unrestricted whether it may make further credentials
 */
public record Caller(
    String method,
    String userId,
    String userName,
    String projectId,
    String projectName,
    List<String> roles,
    Instant issued,
    Instant expires,
    Optional<List<AccessRule>> accessRules,
    Optional<String> credential,
    boolean unrestricted) {
  /** Whether this is the operator. */
  public boolean admin() {
    return roles.contains("admin");
  }

  /** Whether what belongs to this project is the caller's, or the caller is the operator. */
  public boolean owns(String project) {
    return admin() || projectId.equals(project);
  }
}
