package io.anyrack.openstack.keystone;

import io.anyrack.openstack.http.ForbiddenException;
import io.anyrack.openstack.http.NotFoundException;
import io.anyrack.openstack.http.ServiceClient;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Keystone, as far as a user may do things for himself. Thread-safe. */
public final class Keystone {
  private final ServiceClient client;
  private final Supplier<Token> token;

  /**
   * The service.
   *
   * @param client its endpoint ends in {@code /v3/}
   * @param token who asks
   */
  public Keystone(ServiceClient client, Supplier<Token> token) {
    this.client = client;
    this.token = token;
  }

  /** The token in use: who and what it is for, and the catalogue. */
  public Token token() {
    return token.get();
  }

  /**
   * Makes an application credential for the token's project.
   *
   * @param name unique for the user
   * @param description for people
   * @param rules what it may be used for; empty: all the user may
   * @param expires empty: never
   * @return with its secret, which is not told again
   */
  public ApplicationCredential createCredential(
      String name, String description, List<AccessRule> rules, Optional<Instant> expires) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode wanted = body.putObject("application_credential");
    wanted.put("name", name).put("description", description);
    expires.ifPresent(time -> wanted.put("expires_at", time.toString()));
    if (!rules.isEmpty()) {
      var list = wanted.putArray("access_rules");
      for (AccessRule rule : rules) {
        list.addObject()
            .put("service", rule.service())
            .put("method", rule.method())
            .put("path", rule.path());
      }
    }
    return ApplicationCredential.read(
        client
            .at("users/{user}/application_credentials", token().userId())
            .post(body)
            .object("application_credential"));
  }

  /** The user's application credentials, for all projects. */
  public List<ApplicationCredential> credentials() {
    return client
        .at("users/{user}/application_credentials", token().userId())
        .pages("application_credentials", ApplicationCredential::read);
  }

  /** Deletes an application credential; nothing if it is not there. Its rules stay. */
  public void deleteCredential(String id) {
    client.at("users/{user}/application_credentials/{id}", token().userId(), id).delete();
  }

  /** Deletes an application credential, and those of its rules that no other one has. */
  public void revoke(ApplicationCredential credential) {
    deleteCredential(credential.id());
    credential.ruleIds().forEach(this::deleteRule);
  }

  /**
   * Deletes access rules of the user's that no credential has: Keystone keeps them when their
   * credential goes, and tells of them here only.
   *
   * @param which those alone
   */
  public void deleteUnusedRules(Set<AccessRule> which) {
    Map<String, AccessRule> kept = accessRules();
    kept.values().retainAll(which);
    if (!kept.isEmpty()) {
      credentials().forEach(credential -> credential.ruleIds().forEach(kept::remove));
      kept.keySet().forEach(this::deleteRule);
    }
  }

  /** The user's access rules by id; a Keystone before Train has none. */
  public Map<String, AccessRule> accessRules() {
    try {
      Map<String, AccessRule> rules = new LinkedHashMap<>();
      client
          .at("users/{user}/access_rules", token().userId())
          .pages("access_rules", rule -> Map.entry(rule.text("id"), AccessRule.read(rule)))
          .forEach(rule -> rules.put(rule.getKey(), rule.getValue()));
      return rules;
    } catch (NotFoundException e) {
      return new LinkedHashMap<>();
    }
  }

  private void deleteRule(String id) {
    try {
      client.at("users/{user}/access_rules/{id}", token().userId(), id).delete();
    } catch (ForbiddenException e) {
      // Keystone refuses while another credential of the user has the same rule.
    }
  }
}
