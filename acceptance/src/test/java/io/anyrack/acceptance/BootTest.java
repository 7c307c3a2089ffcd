package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From what a node boots: disk, network and CD, once and until changed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BootTest {
  @RegisterExtension private final Anyrack anyrack = new Anyrack();

  @Test
  void shouldBootFromWhatIsAskedFor() throws IOException {
    Rack rack =
        anyrack.rack(
            """
            rack: order
            nodes: [{ name: box, image: disk.img }]
            boot: { script: net.ipxe, serve: www }
            """);
    Path directory = rack.file().getParent();
    BootSector.disk(directory.resolve("disk.img"), "DISK-STARTED");
    Path cd = BootSector.cd(directory.resolve("cd.iso"), "CD-STARTED");
    Files.writeString(
        directory.resolve("net.ipxe"),
        "#!ipxe\nchain http://${next-server}/files/second.ipxe || echo FETCH-FAILED\n");
    Files.writeString(
        Files.createDirectory(directory.resolve("www")).resolve("second.ipxe"),
        "#!ipxe\necho NET-STARTED ${hostname}\n:again\nsleep 60\ngoto again\n");
    rack.up();
    Node box = rack.node("box");
    Bmc bmc = box.bmc();

    bmc.ask("chassis", "bootdev", "pxe", "options=persistent");
    assertThat(bmc.ask("chassis", "bootparam", "get", "5"))
        .contains("Options apply to all future boots", "Force PXE");
    bmc.ask("power", "on");
    try (Guest guest = box.guest()) {
      guest.await("NET-STARTED box");
      bmc.ask("power", "reset");
      guest.await("NET-STARTED box");
      assertThat(box.listed().path("boot").path("device").asString()).isEqualTo("pxe");

      Path screen = directory.resolve("screen.png");
      rack.run("screenshot", "box", screen.toString()).expectDone();
      ByteBuffer png = ByteBuffer.wrap(Files.readAllBytes(screen));
      assertThat(StandardCharsets.ISO_8859_1.decode(png.slice(1, 3)).toString()).isEqualTo("PNG");
      assertThat(png.getInt(16)).as("width").isBetween(640, 1920);
      assertThat(png.getInt(20)).as("height").isBetween(350, 1200);

      rack.run("media", "box", "insert", cd.toString()).expectDone();
      bmc.ask("chassis", "bootdev", "cdrom");
      assertThat(bmc.ask("chassis", "bootparam", "get", "5"))
          .contains("Options apply to only next boot", "CD/DVD");
      bmc.ask("power", "cycle");
      guest.await("CD-STARTED");
      assertThat(box.listed().path("boot").path("device").isNull()).isTrue();

      // The override was for one start: now the node's own order holds, disk first.
      bmc.ask("power", "cycle");
      guest.await("DISK-STARTED");

      box.boot("cdrom");
      bmc.ask("power", "reset");
      guest.await("CD-STARTED");
      rack.run("media", "box", "eject").expectDone();
      box.boot("disk", "--once");
      assertThat(box.listed().path("boot").path("once").asBoolean()).isTrue();
      bmc.ask("power", "reset");
      guest.await("DISK-STARTED");
      box.boot("pxe", "--once");
      bmc.ask("power", "cycle");
      guest.await("NET-STARTED box");
    }
    rack.down();
  }
}
