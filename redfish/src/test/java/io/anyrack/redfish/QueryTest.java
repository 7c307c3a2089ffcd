package io.anyrack.redfish;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.redfish.TestRack.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Query options, and what versions of resources mean with them (DSP0266 §6.5, §7.3). */
final class QueryTest {
  private static final String SYSTEMS = "/redfish/v1/Systems";
  private static final String NODE_1 = SYSTEMS + "/node-1";
  private static final String RESET = NODE_1 + "/Actions/ComputerSystem.Reset";

  @TempDir private Path directory;
  private TestRack rack;

  @BeforeEach
  void open() {
    rack = new TestRack(directory, 3);
  }

  @AfterEach
  void close() {
    rack.close();
  }

  @Test
  void saysWhichOptionsThereAre() {
    assertThat(rack.get("/redfish/v1/").at("/ProtocolFeaturesSupported"))
        .isEqualTo(
            "{\"ExpandQuery\":{\"ExpandAll\":true,\"Levels\":true,\"Links\":true,\"NoLinks\":true,"
                + "\"MaxLevels\":3},\"SelectQuery\":true,\"OnlyMemberQuery\":true,"
                + "\"ExcerptQuery\":false,\"FilterQuery\":false}");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "?$expand=.,                                  Bios, Links/Chassis",
    "?$expand=~,                                  Links/Chassis, Bios",
    "?$expand=*,                                  Links/Chassis, ''",
    "?$expand=*,                                  Bios, ''",
  })
  void expandsLinksOfTheKindThatIsWanted(String query, String expanded, String left) {
    Answer system = rack.get(NODE_1 + query);

    assertThat(first(system, expanded)).contains("\"@odata.type\"");
    if (!left.isEmpty()) {
      assertThat(first(system, left)).doesNotContain("\"@odata.type\"");
    }
  }

  private static String first(Answer answer, String pointer) {
    var value = answer.json().at("/" + pointer);
    return value.isArray() ? value.get(0).toString() : value.toString();
  }

  @Test
  void theNextPageIsLikeThisOne() {
    Answer page = rack.get(SYSTEMS + "?$top=1&$expand=.&$select=Members/Id,Members@odata.nextLink");

    assertThat(page.at("/Members/0/Id")).isEqualTo("node-1");
    assertThat(page.json().at("/Members/0").propertyNames())
        .containsExactly("@odata.etag", "@odata.id", "@odata.type", "Id");
    Answer next = rack.get(encoded(page.at("/Members@odata.nextLink")));
    assertThat(next.at("/Members/0/Id")).isEqualTo("node-2");
    assertThat(next.json().at("/Members/0").has("PowerState")).isFalse();
    Answer last = rack.get(encoded(next.at("/Members@odata.nextLink")));
    assertThat(last.at("/Members/0/Id")).isEqualTo("node-3");
    assertThat(last.json().has("Members@odata.nextLink")).isFalse();
  }

  private static String encoded(String link) {
    return link.replace("(", "%28").replace(")", "%29");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "POST,   /redfish/v1/Systems/node-1/Actions/ComputerSystem.Reset?$expand=.",
    "PATCH,  /redfish/v1/Systems/node-1?$select=Boot",
  })
  void onlyLookingTakesOptions(String method, String path) {
    Answer answer = rack.send(method, path, "{\"ResetType\": \"On\"}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.messages()).containsExactly("QueryNotSupportedOnOperation");
    assertThat(rack.machine("node-1").calls).isEmpty();
  }

  @Test
  void anUnchangedResourceIsNotSentAgain() {
    String etag = rack.get(NODE_1).header("ETag").orElseThrow();

    for (String known : new String[] {etag, "\"other\", " + etag, "W/" + etag, "*"}) {
      Answer answer = rack.get(NODE_1, "If-None-Match", known);
      assertThat(answer.status()).as(known).isEqualTo(304);
      assertThat(answer.response().body()).isEmpty();
      assertThat(answer.header("ETag")).hasValue(etag);
    }
    assertThat(rack.get(NODE_1, "If-None-Match", "\"other\"").status()).isEqualTo(200);
    assertThat(rack.get(NODE_1 + "?$select=Id", "If-None-Match", etag).status()).isEqualTo(304);
    rack.patch(NODE_1, "{\"LocationIndicatorActive\": true}");
    assertThat(rack.get(NODE_1, "If-None-Match", etag).status()).isEqualTo(200);
  }

  /** The tag of a collection does not change with its members. */
  @Test
  void whatIsExpandedIsAlwaysSent() {
    String etag = rack.get(SYSTEMS + "?$expand=.").header("ETag").orElseThrow();
    rack.patch(NODE_1, "{\"LocationIndicatorActive\": true}");

    Answer answer = rack.get(SYSTEMS + "?$expand=.", "If-None-Match", etag);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.at("/Members/0/LocationIndicatorActive")).isEqualTo("true");
  }

  @Test
  void theOnlyMemberHasItsOwnVersion() {
    rack.as("admin", "node-3-secret");

    Answer only = rack.get(SYSTEMS + "?only");

    assertThat(only.header("ETag")).isEqualTo(rack.get(SYSTEMS + "/node-3").header("ETag"));
    assertThat(
            rack.get(SYSTEMS + "?only", "If-None-Match", only.header("ETag").orElseThrow())
                .status())
        .isEqualTo(304);
  }

  @Test
  void nothingIsChangedThatTheClientDoesNotKnow() {
    String session =
        rack.post(
                "/redfish/v1/SessionService/Sessions",
                "{\"UserName\": \"admin\", \"Password\": \"rack-secret\"}")
            .header("Location")
            .orElseThrow();

    Answer refused = rack.send("DELETE", session, "", "If-Match", "\"other\"");

    assertThat(refused.status()).isEqualTo(412);
    assertThat(refused.messages()).containsExactly("PreconditionFailed");
    String etag = rack.get(session).header("ETag").orElseThrow();
    assertThat(rack.send("DELETE", session, "", "If-Match", etag).status()).isEqualTo(204);
    assertThat(rack.patch(NODE_1, "{\"LocationIndicatorActive\": true}", "If-Match", "*").status())
        .isEqualTo(200);
    // What only acts has no version.
    assertThat(rack.post(RESET, "{\"ResetType\": \"On\"}", "If-Match", "\"x\"").status())
        .isEqualTo(204);
  }
}
