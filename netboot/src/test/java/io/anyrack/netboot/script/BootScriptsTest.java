package io.anyrack.netboot.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.netboot.port.Port;
import io.anyrack.netboot.port.Racks;
import io.anyrack.rack.cloud.Console;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.node.Answer;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.EventLog;
import io.anyrack.rack.node.Node;
import io.anyrack.rack.node.NodeState;
import io.anyrack.rack.node.NodeStatus;
import io.anyrack.rack.node.Origin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootScriptsTest {
  @TempDir Path directory;

  private BootOverride override = BootOverride.NONE;
  private BootOverride lastStart = BootOverride.NONE;
  private final BootScripts scripts =
      new BootScripts(
          _ -> Optional.of(new FixedNode()),
          new RackScripts(1000, Retries.GATEWAY),
          Retries.GATEWAY);

  @Test
  void aKernelOfTheRackFile() {
    BootSpec.Linux linux =
        new BootSpec.Linux(
            Path.of("vmlinuz"), List.of(Path.of("a.img"), Path.of("b.img")), "console=ttyS0 quiet");

    assertThat(script(port(linux(linux))))
        .isEqualTo(
            """
            #!ipxe
            # Node node-1 of rack lab: Linux of the rack file.
            echo Anyrack: node-1: Linux of the rack file
            set attempts:int32 0
            :again
            imgfree
            kernel http://192.0.2.1/boot/linux/kernel initrd=initrd-0 initrd=initrd-1\
             console=ttyS0 quiet || goto retry
            initrd http://192.0.2.1/boot/linux/initrd-0 || goto retry
            initrd http://192.0.2.1/boot/linux/initrd-1 || goto retry
            boot || goto retry
            :retry
            inc attempts
            iseq ${attempts} 5 && goto failed ||
            echo Anyrack: attempt ${attempts} of 5 failed, trying again
            sleep 2
            goto again

            :failed
            echo Anyrack: node-1 cannot be booted: Linux of the rack file
            echo Anyrack: going on with the next boot device
            sleep 5
            exit 1
            """);
  }

  @Test
  void aCommandLineStaysOneLine() {
    BootSpec.Linux linux = new BootSpec.Linux(Path.of("vmlinuz"), List.of(), "quiet\nshell");

    assertThat(script(port(linux(linux))))
        .contains("kernel http://192.0.2.1/boot/linux/kernel quiet shell || goto retry\nboot ||");
  }

  @Test
  void aUrlIsChainedTo() {
    BootSpec boot = script(new BootSpec.Script.Url("http://192.0.2.240/${mac:hexhyp}.ipxe"));

    assertThat(script(port(boot)))
        .startsWith("#!ipxe\n")
        .contains(
            """
            :again
            chain --autofree http://192.0.2.240/${mac:hexhyp}.ipxe || goto retry
            exit
            :retry
            """);
  }

  @Test
  void aScriptFileIsReadAtEachRequest() throws IOException {
    Path file = directory.resolve("boot.ipxe");
    BootSpec boot = script(new BootSpec.Script.File(file));

    Files.writeString(file, "#!ipxe\necho one\n");
    assertThat(script(port(boot))).isEqualTo("#!ipxe\necho one\n");
    Files.writeString(file, "#!ipxe\necho two\n");
    assertThat(script(port(boot))).isEqualTo("#!ipxe\necho two\n");
    Files.writeString(file, "x".repeat(1001));
    assertThat(script(port(boot))).contains("echo " + file + ": larger than 1000 bytes\n");
    Files.delete(file);
    assertThat(script(port(boot)))
        .startsWith("#!ipxe\n")
        .contains("echo " + file + ": no such file\n")
        .endsWith("exit 1\n");
  }

  @Test
  void withNothingToBootTheScreenSaysWhatToWrite() {
    assertThat(script(port(Racks.NO_BOOT)))
        .isEqualTo(
            """
            #!ipxe
            # Node node-1 of rack lab cannot be booted.
            echo
            echo The rack file does not say what this node boots from the network.
            echo Put into it, for example:
            echo boot: { script: my.ipxe }
            echo or
            echo boot: { kernel: vmlinuz, initrd: initrd.img, cmdline: quiet }
            echo and run: anyrack up
            echo Anyrack: going on with the next boot device
            sleep 5
            exit 1
            """);
  }

  @ParameterizedTest(name = "{0} {1}: from disk {2}")
  @CsvSource({
    "DISK, ONCE, true",
    "DISK, CONTINUOUS, true",
    "DISK, DISABLED, false",
    "PXE, ONCE, false",
    "NONE, DISABLED, false"
  })
  void theBootOverrideDecidesFirst(
      BootOverride.Device device, BootOverride.Lifetime lifetime, boolean disk) {
    override = new BootOverride(device, lifetime, BootOverride.Mode.LEGACY);

    String script = script(port(script(new BootSpec.Script.Url("http://x/"))));

    assertThat(script.contains("sanboot --no-describe --drive 0x80 ||\n")).isEqualTo(disk);
    assertThat(script.contains("chain")).isEqualTo(!disk);
  }

  @Test
  void uefiGoesOnWithItsNextDevice() {
    override =
        new BootOverride(
            BootOverride.Device.DISK, BootOverride.Lifetime.ONCE, BootOverride.Mode.UEFI);

    assertThat(script(port(Racks.NO_BOOT)))
        .contains("iseq ${platform} efi && goto next ||\n")
        .endsWith(":next\nexit\n");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "http://192.0.2.9/grub.efi, chain --autofree",
    "http://192.0.2.9/Installer.ISO?id=1, sanboot --no-describe",
    "http://192.0.2.9/disk.img, sanboot --no-describe",
    "http://192.0.2.9/, chain --autofree",
  })
  void aUrlOfTheStartIsBootedThoughTheOverrideIsUsedUp(String url, String command) {
    lastStart =
        new BootOverride(
            BootOverride.Device.HTTP,
            BootOverride.Lifetime.ONCE,
            BootOverride.Mode.UEFI,
            0,
            Optional.of(URI.create(url)));
    override = lastStart.usedUp();

    assertThat(script(port(Racks.NO_BOOT)))
        .startsWith("#!ipxe\n")
        .contains(":again\n%s %s || goto retry\nexit\n:retry\n".formatted(command, url))
        .endsWith("exit 1\n");
  }

  @Test
  void withoutAUrlTheNetworkIsTheRackFiles() {
    lastStart =
        new BootOverride(
            BootOverride.Device.HTTP, BootOverride.Lifetime.ONCE, BootOverride.Mode.UEFI);

    assertThat(script(port(script(new BootSpec.Script.Url("http://x/"))))).contains("http://x/");
  }

  private static BootSpec script(BootSpec.Script script) {
    return new BootSpec(
        Optional.of(script), Optional.empty(), Optional.empty(), BootSpec.Method.AUTO);
  }

  private static BootSpec linux(BootSpec.Linux linux) {
    return new BootSpec(
        Optional.empty(), Optional.of(linux), Optional.empty(), BootSpec.Method.AUTO);
  }

  private String script(Port port) {
    return scripts.scriptFor(port, "http://192.0.2.1");
  }

  private static Port port(BootSpec boot) {
    return Racks.port(Racks.rack(Racks.network(), boot));
  }

  /** A node of which only the boot override matters. */
  private final class FixedNode implements Node {
    @Override
    public String name() {
      return "node-1";
    }

    @Override
    public NodeStatus status() {
      return new NodeStatus(
          new NodeState.On(),
          override,
          Optional.empty(),
          false,
          Instant.EPOCH,
          NodeStatus.RestartCause.UNKNOWN,
          false,
          Optional.empty(),
          Duration.ZERO,
          lastStart);
    }

    @Override
    public Answer submit(Command command, Origin origin) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Answer changeBoot(UnaryOperator<BootOverride> change, Origin origin) {
      throw new UnsupportedOperationException();
    }

    @Override
    public EventLog events() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Console console() {
      throw new UnsupportedOperationException();
    }
  }
}
