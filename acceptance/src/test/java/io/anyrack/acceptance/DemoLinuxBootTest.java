package io.anyrack.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.cli.linux.AptArchive;
import io.anyrack.cli.linux.DemoLinux;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.BootSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo's Linux in a plain QEMU, with QEMU's own network in place of Anyrack's. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DemoLinuxBootTest {
  /** Answers one request; QEMU starts it for each connection. */
  private static final String METADATA =
      """
      #!/bin/sh
      read -r _ path _
      case $path in
        /latest/meta-data/hostname) body=node-7 ;;
        /latest/meta-data/instance-id) body=i-0000002a ;;
      esac
      printf 'HTTP/1.0 200 OK\r\nContent-Length: %s\r\n\r\n%s' "${#body}" "$body"
      """;

  @TempDir private static Path cache;
  private static BootSpec.Linux linux;

  @TempDir private Path directory;
  private Process qemu;
  private BufferedReader console;

  @BeforeAll
  static void prepare() throws IOException {
    AptArchive archive = new AptArchive(Duration.ofMinutes(5), cache);
    linux = new DemoLinux(cache.resolve("linux"), archive, Progress.SILENT).obtain();
  }

  @AfterEach
  void stopQemu() {
    if (qemu != null) {
      qemu.destroyForcibly();
    }
  }

  @Test
  void shouldSayWhoItIsAndOfferAShell() throws Exception {
    boot();
    String up = awaitLine("anyrack: node-7 is up:");
    assertThat(up).contains("eth0 169.254.169.15/24").contains("(instance i-0000002a)");
    assertThat(awaitLine(DemoLinux.UP_MARK)).isEqualTo("BOOT-OK node-7");

    type("echo $((6 * 7)) modules: $(cut -d' ' -f1 /proc/modules | sort | tr '\\n' ' ')");
    assertThat(awaitLine("42 modules:"))
        .contains(" virtio_net ", " virtio_blk ", " button ", " evdev ", " ipmi_msghandler ");
    type("cat /sys/class/block/vda/size");
    assertThat(awaitLine("2048")).isEqualTo("2048");
  }

  @Test
  void shouldPowerItselfOff() throws Exception {
    boot();
    awaitLine(DemoLinux.UP_MARK);
    type("poweroff");
    assertThat(qemu.waitFor(30, TimeUnit.SECONDS)).as("QEMU ends").isTrue();
  }

  @Test
  void shouldObeyThePowerButton() throws Exception {
    boot();
    awaitLine(DemoLinux.UP_MARK);
    try (SocketChannel qmp = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      qmp.connect(UnixDomainSocketAddress.of(directory.resolve("qmp")));
      qmp.write(
          ByteBuffer.wrap(
              """
              {"execute": "qmp_capabilities"}
              {"execute": "system_powerdown"}
              """
                  .getBytes(UTF_8)));
      assertThat(qemu.waitFor(30, TimeUnit.SECONDS)).as("QEMU ends").isTrue();
    }
  }

  private void boot() throws IOException {
    Path disk = Files.write(directory.resolve("disk"), new byte[1 << 20]);
    Path metadata = Files.writeString(directory.resolve("metadata"), METADATA);
    Files.setPosixFilePermissions(metadata, PosixFilePermissions.fromString("rwx------"));
    qemu =
        new ProcessBuilder(
                List.of(
                    "qemu-system-x86_64",
                    "-machine",
                    "q35,accel=tcg",
                    "-m",
                    "512",
                    "-nodefaults",
                    "-no-user-config",
                    "-display",
                    "none",
                    "-no-reboot",
                    "-serial",
                    "stdio",
                    "-qmp",
                    "unix:" + directory.resolve("qmp") + ",server=on,wait=off",
                    "-netdev",
                    "user,id=n0,net=169.254.169.0/24,guestfwd=tcp:169.254.169.254:80-cmd:"
                        + metadata,
                    "-device",
                    "virtio-net-pci,netdev=n0,romfile=",
                    "-drive",
                    "if=none,id=d0,format=raw,file=" + disk,
                    "-device",
                    "virtio-blk-pci,drive=d0",
                    "-kernel",
                    linux.kernel().toString(),
                    "-initrd",
                    linux.initrds().getFirst().toString(),
                    "-append",
                    linux.commandLine()))
            .redirectError(directory.resolve("qemu.log").toFile())
            .start();
    console = new BufferedReader(new InputStreamReader(qemu.getInputStream(), UTF_8));
  }

  private void type(String line) throws IOException {
    qemu.getOutputStream().write((line + "\n").getBytes(UTF_8));
    qemu.getOutputStream().flush();
  }

  /** The first line on the console that starts like this; the test's time limit ends the wait. */
  private String awaitLine(String start) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (String line = console.readLine(); line != null; line = console.readLine()) {
      if (line.startsWith(start)) {
        return line.stripTrailing();
      }
      seen.append(line).append('\n');
    }
    throw new AssertionError(
        "QEMU ended before \""
            + start
            + "\":\n"
            + seen
            + Files.readString(directory.resolve("qemu.log")));
  }
}
