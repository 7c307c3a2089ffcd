package io.anyrack.fakestack.neutron;

import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.world.Caller;
import io.anyrack.fakestack.world.Json;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a request may say about a resource.
 *
 * @param post at creation
 * @param put later
 * @param known other attributes, which only answers have
 * @param operator what only the operator may say
 */
record Attributes(Set<String> post, Set<String> put, Set<String> known, Set<String> operator) {
  private static final int LONGEST_TEXT = 255;
  private static final Set<String> STANDARD =
      Set.of(
          "id",
          "tags",
          "created_at",
          "updated_at",
          "revision_number",
          "status",
          "tenant_id",
          "project_id");

  void checkPost(String singular, Caller caller, ObjectNode asked) {
    check("create", singular, caller, asked, post);
  }

  void checkPut(String singular, Caller caller, ObjectNode asked) {
    check("update", singular, caller, asked, put);
  }

  private void check(
      String verb, String singular, Caller caller, ObjectNode asked, Set<String> allowed) {
    for (String name : asked.propertyNames()) {
      if (operator.contains(name) && !caller.admin()) {
        if (singular.equals("network") && name.equals("shared") && !asked.path(name).asBoolean()) {
          continue;
        }
        throw forbidden(verb, singular, name);
      }
      if (!allowed.contains(name)
          && !operator.contains(name)
          && !isOwnProject(verb, caller, asked, name)) {
        throw Refusal.neutron(400, "HTTPBadRequest", refusal(verb, name));
      }
    }
    for (String name : Set.of("name", "description")) {
      String text = Json.text(asked, name);
      if (text.length() > LONGEST_TEXT) {
        throw Refusal.neutron(
            400,
            "HTTPBadRequest",
            "Invalid input for %s. Reason: '%s' exceeds maximum length of %d."
                .formatted(name, text, LONGEST_TEXT));
      }
    }
  }

  static Refusal forbidden(String verb, String singular, String attribute) {
    return Refusal.neutron(
        403,
        "PolicyNotAuthorized",
        "(rule:%1$s_%2$s and rule:%1$s_%2$s:%3$s) is disallowed by policy"
            .formatted(verb, singular, attribute));
  }

  private static boolean isOwnProject(String verb, Caller caller, ObjectNode asked, String name) {
    return verb.equals("create")
        && (name.equals("tenant_id") || name.equals("project_id"))
        && caller.owns(Json.text(asked, name));
  }

  private String refusal(String verb, String name) {
    if (!STANDARD.contains(name) && !known.contains(name) && !post.contains(name)) {
      return "Unrecognized attribute(s) '" + name + "'";
    }
    return verb.equals("create")
        ? "Attribute '" + name + "' not allowed in POST"
        : "Cannot update read-only attribute " + name;
  }

  static String required(ObjectNode asked, String name) {
    return Json.given(asked, name)
        .orElseThrow(
            () ->
                Refusal.neutron(
                    400,
                    "HTTPBadRequest",
                    "Failed to parse request. Required attribute '" + name + "' not specified"));
  }

  static Refusal invalid(String message) {
    return Refusal.neutron(400, "InvalidInput", "Invalid input for operation: " + message);
  }
}
