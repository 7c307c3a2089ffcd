package io.anyrack.redfish;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.cloud.SecureBoot;
import io.anyrack.redfish.TestRack.Answer;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Secure Boot of a system with UEFI: {@code node-2}; {@code node-1} has none. */
class SecureBootTest {
  private static final String PLACE = "/redfish/v1/Systems/node-2/SecureBoot";
  private static final String RESET = PLACE + "/Actions/SecureBoot.ResetKeys";

  @TempDir private Path directory;
  private TestRack rack;

  @BeforeEach
  void open() {
    rack = new TestRack(directory, 2);
    rack.as("admin", "rack-secret");
    rack.machine("node-2").secureBoot = Optional.of(new SecureBoot(false, true, true));
  }

  @AfterEach
  void close() {
    rack.close();
  }

  @Test
  void tellsWhatIsAndWhatTheNextStartHas() {
    Answer off = rack.get(PLACE);
    assertThat(off.at("/SecureBootEnable")).isEqualTo("false");
    assertThat(off.at("/SecureBootMode")).isEqualTo("UserMode");
    assertThat(off.json().path("SecureBootCurrentBoot").isNull()).as("no boot goes on").isTrue();
    assertThat(off.at("/Actions/#SecureBoot.ResetKeys/target")).isEqualTo(RESET);

    rack.reset("node-2", "On");
    TestRack.await(() -> rack.get(PLACE).at("/SecureBootCurrentBoot").equals("Enabled"));

    Answer changed = rack.send("PATCH", PLACE, "{\"SecureBootEnable\": true}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.at("/SecureBootEnable")).isEqualTo("true");
    assertThat(rack.machine("node-2").calls).contains("secure boot ENABLE");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "ResetAllKeysToDefault, DEFAULT_KEYS",
    "DeleteAllKeys, DELETE_KEYS",
    "DeletePK, DELETE_PLATFORM_KEY"
  })
  void resetsKeys(String type, String change) {
    Answer answer = rack.send("POST", RESET, "{\"ResetKeysType\": \"%s\"}".formatted(type));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(rack.machine("node-2").calls).contains("secure boot " + change);
  }

  @ParameterizedTest(name = "{0} {1}: {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "PATCH | /SecureBoot | {'SecureBootEnable': 'yes'}     | 400 | PropertyValueTypeError",
        "PATCH | /SecureBoot | {'SecureBootMode': 'AuditMode'} | 400 | PropertyNotWritable",
        "POST  | /SecureBoot/Actions/SecureBoot.ResetKeys | {} | 400 | ActionParameterMissing",
        "POST  | /SecureBoot/Actions/SecureBoot.ResetKeys | {'ResetKeysType': 'All'} | 400 |"
            + " ActionParameterValueNotInList",
      })
  void refuses(String method, String path, String body, int status, String message) {
    Answer answer = rack.send(method, "/redfish/v1/Systems/node-2" + path, body.replace('\'', '"'));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.messages()).containsExactly(message);
    assertThat(rack.machine("node-2").calls).isEmpty();
  }

  @Test
  void saysWhereNobodyCanChangeIt() {
    rack.machine("node-2").secureBoot = Optional.empty();

    Answer found = rack.get(PLACE);
    assertThat(found.at("/SecureBootEnable")).isEqualTo("false");
    assertThat(found.at("/SecureBootCurrentBoot")).isEqualTo("Disabled");
    assertThat(found.json().has("Actions")).isFalse();
    assertThat(rack.send("PATCH", PLACE, "{\"SecureBootEnable\": true}").messages())
        .containsExactly("PropertyNotWritable");
    assertThat(rack.send("POST", RESET, "{\"ResetKeysType\": \"DeletePK\"}").status())
        .isEqualTo(404);
    assertThat(rack.get("/redfish/v1/Systems/node-1/SecureBoot").status()).isEqualTo(404);
  }

  @Test
  void saysThatItCannotBeKept() {
    rack.machine("node-2").fault = Optional.of("the disk is full");

    Answer answer = rack.send("PATCH", PLACE, "{\"SecureBootEnable\": true}");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.response().body()).contains("The disk is full");
  }
}
