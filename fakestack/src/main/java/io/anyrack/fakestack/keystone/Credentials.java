package io.anyrack.fakestack.keystone;

import io.anyrack.fakestack.http.Answer;
import io.anyrack.fakestack.http.Call;
import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.http.Routes;
import io.anyrack.fakestack.world.AccessRule;
import io.anyrack.fakestack.world.Caller;
import io.anyrack.fakestack.world.Json;
import io.anyrack.fakestack.world.World;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Application credentials and their access rules, which stay when their credential goes. */
final class Credentials {
  private static final String PATH = "/v3/users/{user}/application_credentials";
  private static final String RULES = "/v3/users/{user}/access_rules";

  private final World world;
  private final List<Project> projects;
  private final Map<String, Credential> byId = new LinkedHashMap<>();
  private final Map<String, AccessRule> rules = new LinkedHashMap<>();
  private final Map<String, String> ruleOwners = new LinkedHashMap<>();

  Credentials(World world, List<Project> projects) {
    this.world = world;
    this.projects = projects;
  }

  void addTo(Routes routes) {
    routes
        .on("POST", PATH, this::create)
        .on("GET", PATH, this::list)
        .on(
            "GET",
            PATH + "/{id}",
            call -> Answer.ok(Json.object("application_credential", own(call).json())))
        .on("DELETE", PATH + "/{id}", this::delete)
        .on("GET", RULES, this::listRules)
        .on("DELETE", RULES + "/{id}", this::deleteRule);
  }

  int rulesOf(String user) {
    return Math.toIntExact(
        rules.keySet().stream().filter(id -> user.equals(ruleOwners.get(id))).count());
  }

  Optional<Credential> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  boolean alive(String id) {
    return find(id)
        .filter(each -> each.expires().map(at -> world.now().isBefore(at)).orElse(true))
        .isPresent();
  }

  Optional<Caller> login(ObjectNode asked) {
    return byId.values().stream()
        .filter(each -> is(each, asked))
        .filter(each -> each.secret().equals(Json.text(asked, "secret")) && alive(each.id()))
        .findFirst()
        .map(
            each ->
                caller("application_credential", each.project(), each.roles(), Optional.of(each)));
  }

  private static boolean is(Credential credential, ObjectNode asked) {
    ObjectNode user = Json.part(asked, "user");
    return Json.given(asked, "id")
        .map(credential.id()::equals)
        .orElseGet(
            () ->
                credential.name().equals(Json.text(asked, "name"))
                    && (credential.project().userId().equals(Json.text(user, "id"))
                        || credential.project().spec().user().equals(Json.text(user, "name"))));
  }

  Caller caller(
      String method, Project project, List<String> roles, Optional<Credential> credential) {
    Instant expires = world.now().plus(world.settings().tokenLife());
    return new Caller(
        method,
        project.userId(),
        project.spec().user(),
        project.id(),
        project.spec().name(),
        roles,
        world.now(),
        credential.flatMap(Credential::expires).filter(expires::isAfter).orElse(expires),
        credential.flatMap(Credential::accessRules),
        credential.map(Credential::id),
        credential.map(Credential::unrestricted).orElse(true));
  }

  private Answer create(Call call) {
    ownUser(call, "identity:create_application_credential");
    if (!call.caller().unrestricted()) {
      throw Refusal.error(
          403,
          "Forbidden",
          "Using method 'application_credential' is not allowed for managing additional application"
              + " credentials.");
    }
    ObjectNode asked = call.json("application_credential");
    String name =
        Json.given(asked, "name")
            .orElseThrow(() -> Refusal.error(400, "Bad Request", "'name' is a required property"));
    Project project =
        projects.stream()
            .filter(each -> each.id().equals(call.caller().projectId()))
            .findFirst()
            .orElseThrow();
    if (byId.values().stream()
        .anyMatch(
            each -> each.project().userId().equals(project.userId()) && each.name().equals(name))) {
      throw Refusal.error(
          409,
          "Conflict",
          "Conflict occurred attempting to store application_credential - Duplicate entry found"
              + " with name "
              + name
              + ".");
    }
    String secret = Json.given(asked, "secret").orElse(world.hex() + world.hex());
    Credential credential =
        new Credential(
            world.hex(),
            name,
            Json.text(asked, "description"),
            secret,
            project,
            roles(asked, call.caller()),
            asked.has("access_rules")
                ? Optional.of(rules(call, asked.path("access_rules")))
                : Optional.empty(),
            Json.given(asked, "expires_at").map(Credentials::instant),
            asked.path("unrestricted").asBoolean(false));
    byId.put(credential.id(), credential);
    return Answer.json(
        201, Json.object("application_credential", credential.json().put("secret", secret)));
  }

  private static List<String> roles(ObjectNode asked, Caller caller) {
    List<String> roles = new ArrayList<>();
    for (JsonNode role : asked.path("roles")) {
      String name = Json.given(role, "name").orElse(Json.text(role, "id").replace("-role", ""));
      if (!caller.roles().contains(name)) {
        throw Refusal.error(
            400, "Bad Request", "Invalid application credential: Could not find role assignment");
      }
      roles.add(name);
    }
    return roles.isEmpty() ? caller.roles() : roles;
  }

  /** Equal rules of one user are one rule. */
  private List<AccessRule> rules(Call call, JsonNode array) {
    List<AccessRule> list = new ArrayList<>();
    for (JsonNode each : array) {
      AccessRule asked =
          new AccessRule(
              Json.given(each, "id").orElse(world.hex()),
              Json.text(each, "service"),
              Json.text(each, "method"),
              Json.text(each, "path"));
      AccessRule known =
          rules.values().stream()
              .filter(rule -> rule.id().equals(asked.id()) || same(rule, asked))
              .filter(rule -> call.caller().userId().equals(ruleOwners.get(rule.id())))
              .findFirst()
              .orElse(asked);
      rules.put(known.id(), known);
      ruleOwners.put(known.id(), call.caller().userId());
      list.add(known);
    }
    return list;
  }

  private static boolean same(AccessRule one, AccessRule other) {
    return one.service().equals(other.service())
        && one.method().equals(other.method())
        && one.path().equals(other.path());
  }

  private static Instant instant(String text) {
    try {
      return LocalDateTime.parse(text.replaceFirst("(Z|\\+00:00)$", "")).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw Refusal.error(400, "Bad Request", "Invalid input for field 'expires_at': " + text);
    }
  }

  private Answer list(Call call) {
    ownUser(call, "identity:list_application_credentials");
    ArrayNode array = Json.array();
    byId.values().stream()
        .filter(each -> each.project().userId().equals(call.variable("user")))
        .filter(each -> call.parameter("name").map(each.name()::equals).orElse(true))
        .forEach(each -> array.add(each.json()));
    return Answer.ok(Json.object("application_credentials", array));
  }

  private Answer delete(Call call) {
    Credential credential = own(call);
    if (!call.caller().unrestricted()) {
      throw Refusal.error(
          403,
          "Forbidden",
          "Using method 'application_credential' is not allowed for managing additional application"
              + " credentials.");
    }
    byId.remove(credential.id());
    return Answer.empty(204);
  }

  private Credential own(Call call) {
    ownUser(call, "identity:get_application_credential");
    return find(call.variable("id"))
        .orElseThrow(() -> missing("application credential", call.variable("id")));
  }

  private Answer listRules(Call call) {
    ownUser(call, "identity:list_access_rules");
    ArrayNode array = Json.array();
    rules.values().stream()
        .filter(each -> call.variable("user").equals(ruleOwners.get(each.id())))
        .forEach(each -> array.add(Credential.json(each)));
    return Answer.ok(Json.object("access_rules", array));
  }

  private Answer deleteRule(Call call) {
    ownUser(call, "identity:delete_access_rule");
    String id = call.variable("id");
    if (!rules.containsKey(id)) {
      throw missing("access rule", id);
    }
    boolean used =
        byId.values().stream()
            .flatMap(each -> each.accessRules().stream().flatMap(List::stream))
            .anyMatch(rule -> rule.id().equals(id));
    if (used) {
      throw Refusal.error(
          403,
          "Forbidden",
          "You are not authorized to perform the requested action: access rule "
              + id
              + " is in use.");
    }
    rules.remove(id);
    return Answer.empty(204);
  }

  private static Refusal missing(String what, String id) {
    return Refusal.error(404, "Not Found", "Could not find " + what + ": " + id + ".");
  }

  private static void ownUser(Call call, String rule) {
    if (!call.caller().admin() && !call.caller().userId().equals(call.variable("user"))) {
      Keystone.forbidden(call, rule);
    }
  }
}
