package io.anyrack.redfish;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.Origin;
import io.anyrack.redfish.TestRack.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A node's event log, and the registry of its messages. */
final class LogTest {
  private static final String LOG = "/redfish/v1/Systems/node-1/LogServices/EventLog";

  @TempDir private Path directory;
  private TestRack rack;

  @BeforeEach
  void open() {
    rack = new TestRack(directory, 1);
  }

  @AfterEach
  void close() {
    rack.close();
  }

  @Test
  void eachEntryIsAMessageOfARegistryThatIsServed() {
    for (Event.Kind kind : Event.Kind.values()) {
      rack.node("node-1").events().append(kind, "it is " + kind, new Origin("test", ""));
    }
    JsonNode messages = registry().path("Messages");

    JsonNode entries = rack.get(LOG + "/Entries").json().path("Members");

    assertThat(entries).hasSize(Event.Kind.values().length);
    for (JsonNode entry : entries) {
      String id = entry.path("MessageId").asString();
      assertThat(id).startsWith("Anyrack.1.0.");
      JsonNode message = messages.path(id.substring("Anyrack.1.0.".length()));
      assertThat(
              message
                  .path("Message")
                  .asString()
                  .replace("%1", entry.at("/MessageArgs/0").asString()))
          .as(id)
          .isEqualTo(entry.path("Message").asString())
          .startsWith("it is ");
      assertThat(message.path("MessageSeverity")).isEqualTo(entry.path("Severity"));
    }
    assertThat(entries.get(1).path("MessageId").asString()).isEqualTo("Anyrack.1.0.PowerOn");
  }

  /** The registry, from where the service says it is. */
  private JsonNode registry() {
    Answer file = rack.get("/redfish/v1/Registries/Anyrack");
    assertThat(file.at("/Registry")).isEqualTo("Anyrack.1.0");
    return rack.get(file.at("/Location/0/Uri")).json();
  }

  @Test
  void onlyOurOwnRegistryIsServedHere() {
    assertThat(rack.get("/redfish/v1/Registries/Base").at("/Location/0/PublicationUri"))
        .startsWith("https://redfish.dmtf.org/registries/Base.");
    assertThat(rack.get("/redfish/v1/Registries/Base/Registry").status()).isEqualTo(404);
  }

  @Test
  void aClearedLogSaysWhoClearedIt() {
    rack.reset("node-1", "On");

    assertThat(rack.post(LOG + "/Actions/LogService.ClearLog", "{}").status()).isEqualTo(204);

    JsonNode cleared = rack.get(LOG + "/Entries").json().path("Members").get(0);
    assertThat(cleared.path("Message").asString()).isEqualTo("event log cleared");
    assertThat(cleared.path("Originator").asString()).startsWith("redfish admin@127.0.0.1:");
  }
}
