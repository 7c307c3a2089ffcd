package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real machine in the hands of a Redfish client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RedfishTest {
  private static final String CD = "/VirtualMedia/Cd";

  @RegisterExtension private final Anyrack anyrack = new Anyrack();

  @Test
  void shouldStartFromImagesAndStandStill() throws IOException {
    Rack rack =
        anyrack.rack(
            """
            rack: redfish
            nodes: [{ name: box, disk: 16MiB }]
            boot: { script: net.ipxe }
            bmc: { redfish: { tls: false } }
            """);
    Path directory = rack.file().getParent();
    Files.writeString(
        directory.resolve("net.ipxe"),
        "#!ipxe\necho NET-STARTED\n:again\nsleep 1\necho STILL-HERE\ngoto again\n");
    Path served = Files.createDirectory(directory.resolve("served"));
    BootSector.cd(served.resolve("served.iso"), "SERVED-STARTED");
    Path sent = BootSector.cd(directory.resolve("sent.iso"), "SENT-STARTED");
    rack.up();
    Node box = rack.node("box");
    Redfish redfish = new Redfish(box);
    HttpServer images =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            served,
            SimpleFileServer.OutputLevel.NONE);
    images.start();
    try (Guest guest = box.guest()) {
      String url = "http://127.0.0.1:%d/served.iso".formatted(images.getAddress().getPort());
      redfish.send(
          "POST", CD + "/Actions/VirtualMedia.InsertMedia", "{\"Image\": \"%s\"}".formatted(url));
      awaitInserted(redfish, true);
      startOnceFrom(redfish, "Cd", "On");
      guest.await("SERVED-STARTED");
      assertThat(redfish.get("").at("/Boot/BootSourceOverrideEnabled").asString())
          .as("it was for one start")
          .isEqualTo("Disabled");

      startOnceFrom(redfish, "Pxe", "ForceRestart");
      guest.await("NET-STARTED");
      redfish.reset("Pause");
      awaitPower(redfish, "Paused");
      assertThat(box.bmc().ask("power", "status")).isEqualTo("Chassis Power is on");
      redfish.reset("Resume");
      awaitPower(redfish, "On");
      guest.await("STILL-HERE");

      redfish.send("POST", CD + "/Actions/VirtualMedia.EjectMedia", "{}");
      awaitInserted(redfish, false);
      redfish.send(
          "POST",
          CD + "/Actions/VirtualMedia.InsertMedia",
          "multipart/form-data; boundary=end-of-part",
          form(sent));
      awaitInserted(redfish, true);
      startOnceFrom(redfish, "Cd", "PowerCycle");
      guest.await("SENT-STARTED");
      redfish.reset("ForceOff");
      awaitPower(redfish, "Off");
    } finally {
      images.stop(0);
    }
    rack.down();
  }

  private static void startOnceFrom(Redfish redfish, String target, String reset) {
    redfish.send(
        "PATCH",
        "",
        """
        {"Boot": {"BootSourceOverrideTarget": "%s", "BootSourceOverrideEnabled": "Once"}}
        """
            .formatted(target));
    redfish.reset(reset);
  }

  private static void awaitInserted(Redfish redfish, boolean inserted) {
    Eventually.await(
        "an image is in the drive: " + inserted,
        () -> redfish.get(CD).path("Inserted").asBoolean() == inserted);
  }

  private static void awaitPower(Redfish redfish, String state) {
    Eventually.await(
        "the node is " + state, () -> redfish.get("").path("PowerState").asString().equals(state));
  }

  private static byte[] form(Path image) throws IOException {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(
        """
        --end-of-part\r
        Content-Disposition: form-data; name="Image"; filename="sent.iso"\r
        \r
        """
            .getBytes(StandardCharsets.US_ASCII));
    form.writeBytes(Files.readAllBytes(image));
    form.writeBytes("\r\n--end-of-part--\r\n".getBytes(StandardCharsets.US_ASCII));
    return form.toByteArray();
  }
}
