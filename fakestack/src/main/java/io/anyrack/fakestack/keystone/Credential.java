package io.anyrack.fakestack.keystone;

import io.anyrack.fakestack.world.AccessRule;
import io.anyrack.fakestack.world.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An application credential. */
record Credential(
    String id,
    String name,
    String description,
    String secret,
    Project project,
    List<String> roles,
    Optional<List<AccessRule>> accessRules,
    Optional<Instant> expires,
    boolean unrestricted) {

  /** As Keystone shows it: without the secret. */
  ObjectNode json() {
    ObjectNode node =
        Json.object()
            .put("id", id)
            .put("name", name)
            .put("description", description)
            .put("project_id", project.id())
            .put("user_id", project.userId())
            .put("unrestricted", unrestricted);
    ArrayNode roleNodes = node.putArray("roles");
    roles.forEach(role -> roleNodes.addObject().put("id", role + "-role").put("name", role));
    expires.ifPresentOrElse(
        at -> node.put("expires_at", at.toString()), () -> node.putNull("expires_at"));
    accessRules.ifPresent(
        rules -> {
          ArrayNode array = node.putArray("access_rules");
          rules.forEach(rule -> array.add(json(rule)));
        });
    return node;
  }

  static ObjectNode json(AccessRule rule) {
    return Json.object()
        .put("id", rule.id())
        .put("service", rule.service())
        .put("method", rule.method())
        .put("path", rule.path());
  }
}
