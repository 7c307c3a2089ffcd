package io.anyrack.netboot.script;

import io.anyrack.netboot.port.Port;
import io.anyrack.rack.model.BootSpec;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The text of the scripts. All work on BIOS and UEFI, and with iPXE builds from 2019 on: commands
 * that came later are not used. A script that cannot go on says why on the screen and gives control
 * back to the firmware, which tries its next boot device.
 */
final class ScriptTemplate {
  /** Does some steps, several times. */
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
      iseq ${attempts} @attempts@ && goto failed ||
      echo Anyrack: attempt ${attempts} of @attempts@ failed, trying again
      sleep @pause@
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

  /** Starts the disk in the way that the node's machine can, and stops where that fails. */
  private static final String MACHINE_DISK =
      """
      #!ipxe
      # Node @node@ of rack @rack@ is set to boot from disk.
      echo Anyrack: @node@ boots from disk
      @steps@ || echo Anyrack: @node@ has no disk that can be booted
      sleep 5
      exit 1
      """;

  /** What comes before another script: it is gone on with where the disk cannot be started. */
  private static final String DISK_FIRST =
      """
      #!ipxe
      # Node @node@ of rack @rack@ boots from disk, if there is something on it.
      echo Anyrack: @node@ boots from disk
      @steps@ || echo Anyrack: @node@ has no disk that can be booted
      """;

  /** Says that it runs, and starts nothing: who tries the node switches it off again. */
  private static final String TRIAL =
      """
      #!ipxe
      # Node @node@ of rack @rack@ is on trial: nothing is started.
      echo Anyrack: @node@ has reached the boot script
      :again
      imgfetch @steps@ && goto said ||
      sleep 2
      goto again
      :said
      imgfree
      echo Anyrack: this was a trial, nothing is started
      :wait
      sleep 60
      goto wait
      """;

  private ScriptTemplate() {}

  /** Only says that the node got here. */
  static String trial(Port port, String base) {
    return fill(TRIAL, port, "", base + BootPath.TRIAL);
  }

  /** Starts the disk although the node came over the network. */
  static String disk(Port port) {
    return fill(DISK, port, "", "");
  }

  /** Starts the disk by {@code command}. */
  static String disk(Port port, String command) {
    return fill(MACHINE_DISK, port, "", line(command));
  }

  /** Starts the disk by {@code command}, or goes on with the script that follows. */
  static String trying(Port port, String command) {
    return fill(DISK_FIRST, port, "", line(command));
  }

  /** Goes on with the script at {@code url}. */
  static String chain(Port port, String url, Retries retries) {
    String steps = "chain --autofree " + line(url) + " || goto retry\nexit";
    return retrying(port, "script " + line(url), steps, retries);
  }

  /**
   * Starts what is at {@code url}: a script, an EFI program or a kernel, or the image of a disc or
   * disk as if the node had it.
   */
  static String start(Port port, URI url, Retries retries) {
    String address = line(url.toString());
    String path = Optional.ofNullable(url.getPath()).orElse("").toLowerCase(Locale.ROOT);
    boolean image = path.endsWith(".iso") || path.endsWith(".img");
    String command = image ? "sanboot --no-describe " : "chain --autofree ";
    return retrying(port, address, command + address + " || goto retry\nexit", retries);
  }

  /** Starts a Linux kernel. */
  static String linux(Port port, String base, BootSpec.Linux linux, Retries retries) {
    // A kernel started by UEFI finds its RAM disks by these names; one started by a BIOS is given
    // them by iPXE and ignores the names.
    String names = numbered(linux, " initrd=initrd-%d");
    String initrds = numbered(linux, "initrd " + base + BootPath.INITRD + "%d || goto retry\n");
    String steps =
        """
        imgfree
        kernel %s%s %s || goto retry
        %sboot || goto retry\
        """
            .formatted(base + BootPath.KERNEL, names, line(linux.commandLine()), initrds);
    return retrying(port, "Linux of the rack file", steps, retries);
  }

  private static String retrying(Port port, String what, String steps, Retries retries) {
    String template =
        RETRYING
            .replace("@attempts@", Integer.toString(retries.attempts()))
            .replace("@pause@", Integer.toString(retries.pauseSeconds()));
    return fill(template, port, what, steps);
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
