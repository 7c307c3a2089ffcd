package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node whose firmware starts signed programs only, or any, as Redfish says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SecureBootTest {
  @RegisterExtension private final Anyrack anyrack = new Anyrack();

  @Test
  void shouldStartAProgramThatNobodySignedOnlyWithoutSecureBoot() throws IOException {
    Rack rack =
        anyrack.rack(
            """
            rack: secure
            nodes: [{ name: box, firmware: uefi, disk: 16MiB, image: disk.img }]
            bmc: { redfish: { tls: false } }
            """);
    Files.write(
        rack.file().resolveSibling("disk.img"), DiskImage.saying("UNSIGNED", "uefi", 1).octets());
    rack.up();
    Node box = rack.node("box");
    Redfish redfish = new Redfish(box);
    expect(redfish, false, "SetupMode", "null");

    redfish.send("PATCH", "/SecureBoot", "{\"SecureBootEnable\": true}");
    expect(redfish, true, "SetupMode", "null");
    redfish.reset("On");
    try (Guest guest = box.guest()) {
      guest.await("Access Denied");
    }
    expect(redfish, true, "UserMode", "Enabled");

    redfish.send("PATCH", "/SecureBoot", "{\"SecureBootEnable\": false}");
    expect(redfish, false, "UserMode", "Enabled");
    redfish.reset("ForceRestart");
    try (Guest guest = box.guest()) {
      guest.await("UNSIGNED");
    }
    expect(redfish, false, "UserMode", "Disabled");

    redfish.send(
        "POST",
        "/SecureBoot/Actions/SecureBoot.ResetKeys",
        "{\"ResetKeysType\": \"DeleteAllKeys\"}");
    box.power("cycle").expectDone();
    Eventually.await(
        "the keys are gone",
        () -> redfish.get("/SecureBoot").path("SecureBootMode").asString("").equals("SetupMode"));
    assertThat(box.log()).contains("Secure Boot: enable", "Secure Boot: delete keys");
    rack.down();
  }

  private static void expect(Redfish redfish, boolean enabled, String mode, String current) {
    var found = redfish.get("/SecureBoot");
    assertThat(found.path("SecureBootEnable").asBoolean()).isEqualTo(enabled);
    assertThat(found.path("SecureBootMode").asString()).isEqualTo(mode);
    assertThat(found.path("SecureBootCurrentBoot").asString("null")).isEqualTo(current);
  }
}
