package io.anyrack.fakestack.keystone;

import io.anyrack.fakestack.http.Answer;
import io.anyrack.fakestack.http.Call;
import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.http.Routes;
import io.anyrack.fakestack.http.Service;
import io.anyrack.fakestack.world.Caller;
import io.anyrack.fakestack.world.Json;
import io.anyrack.fakestack.world.ProjectSpec;
import io.anyrack.fakestack.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Keystone v3: logging in by password, token or application credential; the catalogue. */
public final class Keystone {
  private final World world;
  private final Catalog catalog;
  private final List<Project> projects = new ArrayList<>();
  private final Credentials credentials;
  private final Map<String, Caller> tokens = new HashMap<>();

  /** With the projects of the settings. */
  public Keystone(World world) {
    this.world = world;
    this.catalog = new Catalog(world);
    Map<String, String> users = new HashMap<>();
    for (ProjectSpec spec : world.settings().projects()) {
      String id = world.hex();
      projects.add(new Project(id, users.computeIfAbsent(spec.user(), _ -> world.hex()), spec));
    }
    this.credentials = new Credentials(world, projects);
  }

  /** What is on HTTP. */
  public Service service() {
    Routes routes =
        new Routes()
            .on("GET", "/", _ -> versions(300))
            .on("GET", "/v3", _ -> Answer.ok(Json.object("version", version())))
            .on("POST", "/v3/auth/tokens", this::login)
            .on("GET", "/v3/auth/tokens", this::show)
            .on("HEAD", "/v3/auth/tokens", this::show)
            .on("DELETE", "/v3/auth/tokens", this::revoke)
            .on(
                "GET",
                "/v3/auth/catalog",
                call -> Answer.ok(Json.object("catalog", catalog.json(call.caller().projectId()))))
            .on("GET", "/v3/auth/projects", this::ownProjects)
            .on("GET", "/v3/projects/{id}", this::project)
            .on("GET", "/v3/users", call -> forbidden(call, "identity:list_users"));
    credentials.addTo(routes);
    return new Service("identity", "/identity", routes, Set.of("", "/v3", "/v3/auth/tokens"));
  }

  /** Who a token stands for. */
  public Optional<Caller> caller(String token) {
    return Optional.ofNullable(tokens.get(token))
        .filter(caller -> world.now().isBefore(caller.expires()))
        .filter(
            caller ->
                caller.credential().isEmpty() || credentials.alive(caller.credential().get()));
  }

  /** Makes all tokens invalid, as their expiry does. */
  public void expireTokens() {
    tokens.clear();
  }

  /** The identifier of a project by its name. */
  public String projectId(String name) {
    return projects.stream()
        .filter(each -> each.spec().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no project " + name))
        .id();
  }

  /** How many access rules a project's user has. */
  public int accessRules(String name) {
    return projects.stream()
        .filter(each -> each.spec().name().equals(name))
        .mapToInt(each -> credentials.rulesOf(each.userId()))
        .sum();
  }

  /** The first project whose user is the operator. */
  public Caller operator() {
    return credentials.caller(
        "password",
        projects.stream()
            .filter(each -> each.spec().roles().contains("admin"))
            .findFirst()
            .orElse(projects.getFirst()),
        List.of("admin"),
        Optional.empty());
  }

  /** The users who are not operators. */
  public List<Caller> tenants() {
    return projects.stream()
        .filter(each -> !each.spec().roles().contains("admin"))
        .map(each -> credentials.caller("password", each, each.spec().roles(), Optional.empty()))
        .toList();
  }

  private Answer versions(int status) {
    ObjectNode body = Json.object();
    body.putObject("versions").putArray("values").add(version());
    return Answer.json(status, body);
  }

  private ObjectNode version() {
    ObjectNode version =
        Json.object()
            .put("id", "v3.14")
            .put("status", "stable")
            .put("updated", "2020-04-07T00:00:00Z");
    version
        .putArray("links")
        .addObject()
        .put("rel", "self")
        .put("href", world.base() + "/identity/v3/");
    return version;
  }

  private Answer login(Call call) {
    ObjectNode auth = call.json("auth");
    ObjectNode identity = Json.part(auth, "identity");
    List<String> methods = Json.texts(identity.path("methods"));
    if (methods.size() != 1) {
      throw unauthorized();
    }
    Caller caller =
        switch (methods.getFirst()) {
          case "password" -> byPassword(Json.part(identity, "password"), auth);
          case "token" -> byToken(Json.part(identity, "token"), auth);
          case "application_credential" ->
              credentials
                  .login(Json.part(identity, "application_credential"))
                  .orElseThrow(Keystone::unauthorized);
          default -> throw unauthorized();
        };
    String token = "gAAAAA" + world.hex() + world.hex();
    tokens.put(token, caller);
    return Answer.json(201, Json.object("token", token(caller))).with("X-Subject-Token", token);
  }

  private Caller byPassword(ObjectNode password, ObjectNode auth) {
    ObjectNode user = Json.part(password, "user");
    List<Project> own =
        projects.stream()
            .filter(each -> isUser(each, user))
            .filter(each -> each.spec().password().equals(Json.text(user, "password")))
            .toList();
    return scoped("password", own, Json.part(Json.part(auth, "scope"), "project"));
  }

  private static boolean isUser(Project project, ObjectNode user) {
    return Json.given(user, "id")
        .map(project.userId()::equals)
        .orElseGet(
            () ->
                project.spec().user().equals(Json.text(user, "name"))
                    && isDefault(Json.part(user, "domain")));
  }

  private static boolean isDefault(ObjectNode domain) {
    return Json.text(domain, "id").equals("default") || Json.text(domain, "name").equals("Default");
  }

  private Caller byToken(ObjectNode node, ObjectNode auth) {
    Caller caller = caller(Json.text(node, "id")).orElseThrow(Keystone::unauthorized);
    if (caller.credential().isPresent()) {
      throw unauthorized();
    }
    List<Project> own =
        projects.stream().filter(each -> each.userId().equals(caller.userId())).toList();
    return scoped("token", own, Json.part(Json.part(auth, "scope"), "project"));
  }

  /**
   * A user has a role in its own projects only; without a scope in the request there is no project.
   */
  private Caller scoped(String method, List<Project> own, ObjectNode scope) {
    Project project =
        own.stream()
            .filter(
                each ->
                    Json.given(scope, "id")
                        .map(each.id()::equals)
                        .orElseGet(
                            () ->
                                each.spec().name().equals(Json.text(scope, "name"))
                                    && isDefault(Json.part(scope, "domain"))))
            .findFirst()
            .orElseThrow(Keystone::unauthorized);
    return credentials.caller(method, project, project.spec().roles(), Optional.empty());
  }

  private void requireLogin(Call call) {
    if (caller(call.header("x-auth-token")).isEmpty()) {
      throw unauthorized();
    }
  }

  private Answer show(Call call) {
    requireLogin(call);
    Caller subject =
        caller(call.header("x-subject-token"))
            .orElseThrow(() -> Refusal.error(404, "Not Found", "Failed to validate token"));
    return Answer.ok(Json.object("token", token(subject)))
        .with("X-Subject-Token", call.header("x-subject-token"));
  }

  private Answer revoke(Call call) {
    requireLogin(call);
    tokens.remove(call.header("x-subject-token"));
    return Answer.empty(204);
  }

  private ObjectNode token(Caller caller) {
    ObjectNode token = Json.object();
    token.putArray("methods").add(caller.method());
    token.set("user", named(caller.userId(), caller.userName()).putNull("password_expires_at"));
    token.set("project", named(caller.projectId(), caller.projectName()));
    token.put("is_domain", false);
    ArrayNode roles = token.putArray("roles");
    caller.roles().forEach(role -> roles.addObject().put("id", role + "-role").put("name", role));
    token.put("issued_at", caller.issued().toString());
    token.put("expires_at", caller.expires().toString());
    token.putArray("audit_ids").add(world.hex().substring(0, 22));
    token.set("catalog", catalog.json(caller.projectId()));
    caller
        .credential()
        .flatMap(credentials::find)
        .ifPresent(
            credential ->
                token
                    .putObject("application_credential")
                    .put("id", credential.id())
                    .put("name", credential.name())
                    .put("restricted", !credential.unrestricted()));
    return token;
  }

  private static ObjectNode named(String id, String name) {
    ObjectNode node = Json.object().put("id", id).put("name", name);
    node.putObject("domain").put("id", "default").put("name", "Default");
    return node;
  }

  private Answer ownProjects(Call call) {
    ArrayNode list = Json.array();
    list.add(project(call.caller().projectId(), call.caller().projectName()));
    return Answer.ok(Json.object("projects", list));
  }

  private Answer project(Call call) {
    if (!call.caller().owns(call.variable("id"))) {
      return forbidden(call, "identity:get_project");
    }
    return Answer.ok(
        Json.object("project", project(call.variable("id"), call.caller().projectName())));
  }

  private static ObjectNode project(String id, String name) {
    return Json.object()
        .put("id", id)
        .put("name", name)
        .put("domain_id", "default")
        .put("enabled", true)
        .put("is_domain", false);
  }

  static Answer forbidden(Call call, String rule) {
    call.caller();
    throw Refusal.error(
        403, "Forbidden", "You are not authorized to perform the requested action: " + rule + ".");
  }

  private static Refusal unauthorized() {
    return Refusal.error(401, "Unauthorized", "The request you have made requires authentication.");
  }
}
