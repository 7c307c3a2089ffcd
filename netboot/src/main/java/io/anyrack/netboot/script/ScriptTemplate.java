package io.anyrack.netboot.script;

import io.anyrack.netboot.port.Port;
import io.anyrack.rack.model.BootSpec;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The text of the scripts. All work on BIOS and UEFI, and with iPXE builds from 2019 on: commands
 * that came later are not used. A script that cannot go on says why on the screen and gives control
 * back to the firmware, which tries its next boot device.
 */
final class ScriptTemplate {
  /** Does some steps, up to five times. */
  private static final String RETRYING =
      """
      #!ipxe
      # Node @node@ of rack @rack@: @what@.
      echo Anyrack: @node@: @what@
      set attempts:int32 0
      :again
      @steps@
      :retry
      inc attempts
      iseq ${attempts} 5 && goto failed ||
      echo Anyrack: attempt ${attempts} of 5 failed, trying again
      sleep 2
      goto again

      :failed
      echo Anyrack: @node@ cannot be booted: @what@
      echo Anyrack: going on with the next boot device
      sleep 5
      exit 1
      """;

  /** Says something and gives up. */
  private static final String STOPPING =
      """
      #!ipxe
      # Node @node@ of rack @rack@ cannot be booted.
      echo
      @steps@
      echo Anyrack: going on with the next boot device
      sleep 5
      exit 1
      """;

  /** iPXE starts the first disk of a BIOS itself; UEFI has no drive numbers. */
  private static final String DISK =
      """
      #!ipxe
      # Node @node@ of rack @rack@ is set to boot from disk.
      echo Anyrack: @node@ boots from disk
      iseq ${platform} efi && goto next ||
      sanboot --no-describe --drive 0x80 ||
      :next
      exit
      """;

  private ScriptTemplate() {}

  /** Starts the disk although the node came over the network. */
  static String disk(Port port) {
    return fill(DISK, port, "", "");
  }

  /** Goes on with the script at {@code url}. */
  static String chain(Port port, String url) {
    String steps = "chain --autofree " + line(url) + " || goto retry\nexit";
    return fill(RETRYING, port, "script " + line(url), steps);
  }

  /** Starts a Linux kernel. */
  static String linux(Port port, BootSpec.Linux linux) {
    String gateway = BootPath.url(port.network().gateway(), "");
    // A kernel started by UEFI finds its RAM disks by these names; one started by a BIOS is given
    // them by iPXE and ignores the names.
    String names = numbered(linux, " initrd=initrd-%d");
    String initrds = numbered(linux, "initrd " + gateway + BootPath.INITRD + "%d || goto retry\n");
    String steps =
        """
        imgfree
        kernel %s%s %s || goto retry
        %sboot || goto retry\
        """
            .formatted(gateway + BootPath.KERNEL, names, line(linux.commandLine()), initrds);
    return fill(RETRYING, port, "Linux of the rack file", steps);
  }

  private static String numbered(BootSpec.Linux linux, String format) {
    return IntStream.range(0, linux.initrds().size())
        .mapToObj(format::formatted)
        .collect(Collectors.joining());
  }

  /** Says what to write into the rack file. */
  static String nothing(Port port) {
    return fill(
        STOPPING,
        port,
        "",
        """
        echo The rack file does not say what this node boots from the network.
        echo Put into it, for example:
        echo boot: { script: my.ipxe }
        echo or
        echo boot: { kernel: vmlinuz, initrd: initrd.img, cmdline: quiet }
        echo and run: anyrack up\
        """);
  }

  /** Says that the script file cannot be handed out. */
  static String unreadable(Port port, Path file, String reason) {
    String steps =
        """
        echo The boot script of the rack file cannot be used:
        echo %s: %s\
        """
            .formatted(line(file.toString()), reason);
    return fill(STOPPING, port, "", steps);
  }

  private static String fill(String template, Port port, String what, String steps) {
    return template
        .replace("@node@", line(port.node().name()))
        .replace("@rack@", line(port.rack().name()))
        .replace("@what@", what)
        .replace("@steps@", steps);
  }

  /** One line: nothing in a rack file begins a command of its own. */
  private static String line(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
