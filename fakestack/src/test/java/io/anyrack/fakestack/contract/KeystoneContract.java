package io.anyrack.fakestack.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Logging in, application credentials, and what services say to tokens that are none. */
abstract class KeystoneContract {
  private static final String UNAUTHORIZED = "The request you have made requires authentication.";

  private Wire wire;

  abstract Access access();

  @BeforeEach
  void login() {
    wire = new Wire(access());
  }

  @AfterEach
  void close() {
    wire.close();
  }

  private JsonNode credential(String more) {
    return wire.make(
        "identity",
        "/users/" + wire.userId + "/application_credentials",
        "application_credential",
        "{\"application_credential\": {\"name\": \"contract\"" + more + "}}");
  }

  private Wire as(JsonNode credential) {
    return new Wire(
        access(),
        """
        {"auth": {"identity": {"methods": ["application_credential"],
         "application_credential": {"id": "%s", "secret": "%s"}}}}
        """
            .formatted(credential.path("id").asString(), credential.path("secret").asString()));
  }

  private static void refused(Reply reply, int status, String message) {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
    assertThat(reply.message()).contains(message);
  }

  @Test
  void wrongPasswordIsRefused() {
    refused(
        wire.login(
            """
            {"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "%s", "password": "wrong",
             "domain": {"name": "Default"}}}}}}
            """
                .formatted(access().user())),
        401,
        UNAUTHORIZED);
  }

  @Test
  void servicesRefuseUnknownTokens() {
    for (String url : new String[] {"/servers", "/flavors"}) {
      Reply reply =
          wire.send(
              "GET",
              wire.endpoint("compute").orElseThrow() + url,
              "",
              Map.of("X-Auth-Token", "bad"));
      refused(reply, 401, UNAUTHORIZED);
      assertThat(reply.headers().firstValue("WWW-Authenticate").orElse(""))
          .startsWith("Keystone uri=");
    }
    refused(
        wire.send("GET", wire.endpoint("network").orElseThrow() + "/v2.0/ports", "", Map.of()),
        401,
        UNAUTHORIZED);
    refused(wire.send("GET", access().authUrl() + "/projects", "", Map.of()), 401, UNAUTHORIZED);
    assertThat(
            wire.send("GET", wire.endpoint("image").orElseThrow() + "/v2/images", "", Map.of())
                .status())
        .isEqualTo(401);
  }

  @Test
  void versionsNeedNoToken() {
    String compute = wire.endpoint("compute").orElseThrow();
    Reply version = wire.send("GET", compute + "/", "", Map.of());
    assertThat(version.text("/version/version")).isEqualTo("2.93");
    assertThat(version.text("/version/min_version")).isEqualTo("2.1");
    assertThat(
            wire.send("GET", wire.endpoint("network").orElseThrow() + "/", "", Map.of())
                .text("/versions/0/id"))
        .isEqualTo("v2.0");
    assertThat(wire.send("GET", wire.endpoint("image").orElseThrow() + "/", "", Map.of()).status())
        .isEqualTo(300);
  }

  @Test
  void tokenTellsOfItself() {
    Reply reply =
        wire.send(
            "GET",
            access().authUrl() + "/auth/tokens",
            "",
            Map.of("X-Auth-Token", wire.token(), "X-Subject-Token", wire.token()));
    assertThat(reply.text("/token/project/id")).isEqualTo(wire.projectId);
    assertThat(reply.text("/token/user/id")).isEqualTo(wire.userId);
    assertThat(reply.at("/token/catalog").size()).isGreaterThanOrEqualTo(4);
  }

  @Test
  void revokedTokenIsNone() {
    Wire other = new Wire(access());
    Reply revoked =
        wire.send(
            "DELETE",
            access().authUrl() + "/auth/tokens",
            "",
            Map.of("X-Auth-Token", wire.token(), "X-Subject-Token", other.token()));
    assertThat(revoked.status()).isEqualTo(204);
    refused(other.get("compute", "/flavors"), 401, UNAUTHORIZED);
    other.close();
  }

  @Test
  void credentialLogsIn() {
    JsonNode credential = credential("");
    assertThat(credential.path("unrestricted").asBoolean()).isFalse();
    refused(
        wire.post(
            "identity",
            "/users/" + wire.userId + "/application_credentials",
            "{\"application_credential\": {\"name\": \"contract\"}}"),
        409,
        "Conflict occurred attempting to store application_credential");
    try (Wire limited = as(credential)) {
      assertThat(limited.projectId).isEqualTo(wire.projectId);
      assertThat(limited.get("compute", "/servers").status()).isEqualTo(200);
      Reply further =
          limited.post(
              "identity",
              "/users/" + wire.userId + "/application_credentials",
              "{\"application_credential\": {\"name\": \"contract-2\"}}");
      assertThat(further.status()).as(further.toString()).isEqualTo(403);
    }
  }

  @Test
  void accessRulesLimitServicesButNotKeystone() {
    JsonNode credential =
        credential(
            """
            , "access_rules": [{"service": "compute", "method": "GET", "path": "/v2.1/servers/detail"},
             {"service": "compute", "method": "POST", "path": "/v2.1/servers/*/action"}]
            """);
    try (Wire limited = as(credential)) {
      assertThat(limited.get("compute", "/servers/detail").status()).isEqualTo(200);
      assertThat(
              limited.post("compute", "/servers/nonsense/action", "{\"os-stop\": null}").status())
          .isEqualTo(404);
      refused(limited.get("compute", "/flavors"), 401, UNAUTHORIZED);
      refused(limited.get("compute", "/servers"), 401, UNAUTHORIZED);
      refused(limited.get("network", "/networks"), 401, UNAUTHORIZED);
      assertThat(limited.get("image", "/images").status()).isEqualTo(401);
      assertThat(limited.get("identity", "/auth/catalog").status()).isEqualTo(200);
    }
    assertRulesStay(credential);
  }

  /** Rules outlive their credential, and are deleted by themselves. */
  private void assertRulesStay(JsonNode credential) {
    String user = "/users/" + wire.userId;
    String rule = credential.at("/access_rules/0/id").asString();
    Reply inUse = wire.delete("identity", user + "/access_rules/" + rule);
    assertThat(inUse.status()).as(inUse.toString()).isEqualTo(403);
    String path = user + "/application_credentials/" + credential.path("id").asString();
    assertThat(wire.delete("identity", path).status()).isEqualTo(204);
    for (JsonNode each : credential.path("access_rules")) {
      assertThat(
              wire.delete("identity", user + "/access_rules/" + each.path("id").asString())
                  .status())
          .isEqualTo(204);
    }
  }

  @Test
  void memberListsNoUsers() {
    Reply reply = wire.get("identity", "/users");
    refused(
        reply, 403, "You are not authorized to perform the requested action: identity:list_users.");
  }
}
