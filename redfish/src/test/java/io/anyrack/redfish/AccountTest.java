package io.anyrack.redfish;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.EventLog;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accounts made, changed and removed by clients. */
final class AccountTest {
  private static final String ACCOUNTS = "/redfish/v1/AccountService/Accounts";
  private static final String SYSTEM = "/redfish/v1/Systems/node-1";

  @TempDir Path directory;
  private TestRack rack;

  @BeforeEach
  void open() {
    rack = new TestRack(directory, 2);
    rack.as("admin", "node-1-secret");
  }

  @AfterEach
  void close() {
    rack.close();
  }

  private String create(String name, String role) {
    TestRack.Answer answer =
        rack.post(
            ACCOUNTS,
            """
            {"UserName": "%s", "Password": "long-enough", "RoleId": "%s"}
            """
                .formatted(name, role));
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
    assertThat(answer.at("/Password")).isEqualTo("null");
    return answer.header("Location").orElseThrow();
  }

  @Test
  void aNewAccountIsOfTheBmcItWasMadeAt() {
    String uri = create("operator", "Operator");
    assertThat(rack.get(uri).at("/Enabled")).isEqualTo("true");
    rack.as("operator", "long-enough");
    assertThat(rack.get(SYSTEM).status()).isEqualTo(200);
    assertThat(rack.reset("node-1", "On").status()).isEqualTo(204);
    assertThat(rack.get("/redfish/v1/Systems/node-2").status()).isEqualTo(404);
    assertThat(rack.get(ACCOUNTS).at("/Members@odata.count")).isEqualTo("1");
    assertThat(rack.post(ACCOUNTS, "{}").status()).isEqualTo(403);
  }

  @Test
  void guessesAreCountedOverAllNamesAndNotForgottenForNamesMadeUp() {
    TestRack.Answer opened =
        rack.post(
            "/redfish/v1/SessionService/Sessions",
            "{\"UserName\": \"admin\", \"Password\": \"node-1-secret\"}");
    String token = opened.header("X-Auth-Token").orElseThrow();
    int allowed = RedfishLimits.DEFAULT.failedLogins().failures();
    for (int i = 0; i < allowed; i++) {
      rack.as(i % 2 == 0 ? "admin" : "made-up-" + i, "guess-" + i);
      assertThat(rack.get(SYSTEM).status()).isEqualTo(401);
    }

    rack.as("admin", "node-1-secret");
    TestRack.Answer refused = rack.get(SYSTEM);

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.messages()).containsExactly("ServiceTemporarilyUnavailable");
    assertThat(refused.header("Retry-After")).isPresent();
    assertThat(rack.get(SYSTEM, "Authorization", "", "X-Auth-Token", token).status())
        .as("who is logged in")
        .isEqualTo(200);
  }

  private List<String> said(EventLog log, Event.Kind kind) {
    return log.events().stream()
        .filter(event -> event.kind() == kind)
        .map(event -> event.message() + " | " + event.origin().replaceAll(":\\d+$", ""))
        .toList();
  }

  @Test
  void whoChangesAnAccountIsInTheLogAndNoPasswordIs() {
    String uri = create("watcher", "ReadOnly");
    rack.patch(uri, "{\"RoleId\": \"Operator\", \"Password\": \"longer-than-that\"}");
    rack.patch(uri, "{\"UserName\": \"admin\"}");
    rack.patch(uri, "{\"Enabled\": false}");
    rack.send("DELETE", uri, "");

    assertThat(said(rack.node("node-1").events(), Event.Kind.COMMAND))
        .containsExactly(
            "user 'watcher' is made, with the role ReadOnly: done | redfish admin@127.0.0.1",
            "user 3 'watcher' has a new password, has the role Operator: done"
                + " | redfish admin@127.0.0.1",
            "user 3 'watcher' is called 'admin': refused, another user is called 'admin' already"
                + " | redfish admin@127.0.0.1",
            "user 3 'watcher' is disabled: done | redfish admin@127.0.0.1",
            "user 3 'watcher' is removed: done | redfish admin@127.0.0.1");
    assertThat(rack.events.events()).isEmpty();
  }

  @Test
  void whoChangesTheRacksAccountsIsInTheRacksLog() {
    rack.as("admin", "rack-secret");
    create("watcher", "ReadOnly");

    assertThat(said(rack.events, Event.Kind.COMMAND))
        .containsExactly(
            "user 'watcher' is made, with the role ReadOnly: done | redfish admin@127.0.0.1");
  }

  @Test
  void whoLogsInWithEachRequestIsLoggedOnce() {
    for (int i = 0; i < 3; i++) {
      assertThat(rack.get(SYSTEM).status()).isEqualTo(200);
    }

    assertThat(said(rack.node("node-1").events(), Event.Kind.SESSION))
        .containsExactly("admin logged in over Redfish, with each request | redfish 127.0.0.1");
  }

  @Test
  void theRacksAccountsAreOthers() {
    create("operator", "Operator");
    rack.as("admin", "rack-secret");
    assertThat(rack.get(ACCOUNTS).at("/Members@odata.count")).isEqualTo("1");
    create("watcher", "ReadOnly");
    rack.as("watcher", "long-enough");
    assertThat(rack.get("/redfish/v1/Systems/node-2").status()).isEqualTo(200);
    assertThat(rack.reset("node-2", "On").status()).isEqualTo(403);
  }

  @Test
  void aChangedAccountHasOtherRightsAtOnceAndAnotherPasswordEndsItsSessions() {
    String uri = create("watcher", "ReadOnly");
    TestRack.Answer opened =
        rack.post(
            "/redfish/v1/SessionService/Sessions",
            "{\"UserName\": \"watcher\", \"Password\": \"long-enough\"}");
    String[] session = {
      "Authorization", "", "X-Auth-Token", opened.header("X-Auth-Token").orElseThrow()
    };
    String reset = SYSTEM + "/Actions/ComputerSystem.Reset";
    String on = "{\"ResetType\": \"On\"}";
    assertThat(rack.post(reset, on, session).status()).isEqualTo(403);
    assertThat(rack.patch(uri, "{\"RoleId\": \"Operator\"}").status()).isEqualTo(200);
    assertThat(rack.post(reset, on, session).status()).isEqualTo(204);

    assertThat(rack.patch(uri, "{\"RoleId\": \"Administrator\"}", session).status()).isEqualTo(403);
    assertThat(rack.patch(uri, "{\"Password\": \"another-one\"}", session).status()).isEqualTo(200);
    assertThat(rack.get(SYSTEM, session).status()).isEqualTo(401);
    rack.as("watcher", "another-one");
    assertThat(rack.get(SYSTEM).status()).isEqualTo(200);
    rack.as("watcher", "long-enough");
    assertThat(rack.get(SYSTEM).status()).isEqualTo(401);
  }

  @Test
  void whoIsDisabledOrRemovedIsOut() {
    String uri = create("operator", "Operator");
    assertThat(rack.patch(uri, "{\"Enabled\": false}").at("/Enabled")).isEqualTo("false");
    rack.as("operator", "long-enough");
    assertThat(rack.get(SYSTEM).status()).isEqualTo(401);
    rack.as("admin", "node-1-secret");
    assertThat(rack.patch(uri, "{\"Enabled\": true}").at("/Enabled")).isEqualTo("true");
    assertThat(rack.send("DELETE", uri, "").status()).isEqualTo(204);
    assertThat(rack.get(uri).status()).isEqualTo(404);
    rack.as("operator", "long-enough");
    assertThat(rack.get(SYSTEM).status()).isEqualTo(401);
  }

  @Test
  void theRackFilesAccountStays() {
    assertThat(rack.send("DELETE", ACCOUNTS + "/2", "").status()).isEqualTo(405);
    TestRack.Answer demoted = rack.patch(ACCOUNTS + "/2", "{\"RoleId\": \"ReadOnly\"}");
    assertThat(demoted.status()).isEqualTo(400);
    assertThat(demoted.messages()).containsExactly("RestrictedRole");
    assertThat(rack.patch(ACCOUNTS + "/2", "{\"UserName\": \"root\"}").status()).isEqualTo(200);
    rack.as("root", "node-1-secret");
    assertThat(rack.get(SYSTEM).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"UserName": "u", "Password": "seven-7", "RoleId": "Operator"}                | PropertyValueError
          {"UserName": "u", "Password": "twenty-one-characters", "RoleId": "Operator"}  | PropertyValueError
          {"UserName": "u", "Password": 12345678, "RoleId": "Operator"}                 | PropertyValueError
          {"UserName": "", "Password": "long-enough", "RoleId": "Operator"}             | PropertyValueFormatError
          {"UserName": "a b", "Password": "long-enough", "RoleId": "Operator"}          | PropertyValueFormatError
          {"UserName": "seventeen-letters", "Password": "long-enough", "RoleId": "Operator"} | StringValueTooLong
          {"UserName": "u", "Password": "long-enough", "RoleId": "Nobody"}              | PropertyValueNotInList
          {"UserName": "u", "Password": "long-enough"}                                  | PropertyMissing
          {"UserName": "admin", "Password": "long-enough", "RoleId": "Operator"}        | ResourceAlreadyExists
          """)
  void whatCannotBeIsRefusedAndNoPasswordIsSaid(String body, String message) {
    TestRack.Answer answer = rack.post(ACCOUNTS, body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.messages()).containsExactly(message);
    assertThat(answer.response().body()).doesNotContain("seven-7", "12345678", "twenty-one");
  }

  @Test
  void placesAreBounded() {
    for (int i = 1; i < 15; i++) {
      create("user-" + i, "ReadOnly");
    }
    TestRack.Answer answer =
        rack.post(
            ACCOUNTS,
            "{\"UserName\": \"more\", \"Password\": \"long-enough\", \"RoleId\": \"ReadOnly\"}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.messages()).containsExactly("CreateLimitReachedForResource");
  }
}
