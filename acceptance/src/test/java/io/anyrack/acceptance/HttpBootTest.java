package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node that Redfish tells to boot a URL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpBootTest {
  @RegisterExtension private final Anyrack anyrack = new Anyrack();

  @Test
  void shouldBootADiscAtAUrlOnceThoughTheRackFileSaysSomethingElse() throws IOException {
    Rack rack =
        anyrack.rack(
            """
            rack: http
            nodes: [{ name: box, firmware: uefi }]
            boot: { script: net.ipxe, serve: www }
            bmc: { redfish: { tls: false } }
            """);
    Path directory = rack.file().getParent();
    Files.writeString(directory.resolve("net.ipxe"), "#!ipxe\necho RACK-SCRIPT\nexit 1\n");
    EfiProgram.cd(Files.createDirectory(directory.resolve("www")).resolve("a.iso"), "FROM-URL");
    rack.up();
    Node box = rack.node("box");

    new Redfish(box)
        .send(
            "PATCH",
            "",
            """
            {"Boot": {"BootSourceOverrideTarget": "UefiHttp", "BootSourceOverrideEnabled": "Once",
                      "HttpBootUri": "http://192.0.2.1/files/a.iso"}}
            """);
    assertThat(box.bmc().ask("chassis", "bootparam", "get", "5"))
        .contains("only next boot", "EFI boot", "Force PXE");
    assertThat(box.listed().path("boot").path("device").asString()).isEqualTo("http");
    new Redfish(box).send("POST", "/Actions/ComputerSystem.Reset", "{\"ResetType\": \"On\"}");

    try (Guest guest = box.guest()) {
      guest.await("FROM-URL");
    }
    assertThat(box.history()).doesNotContain("RACK-SCRIPT");
    assertThat(box.listed().path("boot").path("device").isNull()).as("used up").isTrue();
    rack.down();
  }
}
