package io.anyrack.cli.linux;

import io.anyrack.rack.digest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The initial RAM disk: busybox, the kernel's modules for what a node has, and the scripts beside
 * this class.
 *
 * @param busybox the program, linked statically
 * @param modules the kernel's modules, such as {@code lib/modules/6.1.0-56-amd64}
 */
record RamDisk(Path busybox, Path modules) {
  /** Disk, network, CD, the BMC's system interface, and the power button. */
  private static final List<String> WANTED =
      List.of(
          "virtio_pci",
          "virtio_net",
          "virtio_blk",
          "virtio_scsi",
          "ata_piix",
          "ahci",
          "sd_mod",
          "sr_mod",
          "isofs",
          "virtio_rng",
          "ipmi_si",
          "ipmi_devintf",
          "button",
          "evdev");

  private static final List<String> DIRECTORIES =
      List.of(
          "bin",
          "dev",
          "etc",
          "etc/acpi",
          "etc/acpi/PWRF",
          "lib",
          "lib/modules",
          "mnt",
          "proc",
          "root",
          "run",
          "sbin",
          "sys",
          "tmp",
          "usr",
          "usr/bin",
          "usr/sbin");

  private static final Map<String, String> SCRIPTS =
      Map.of(
          "init", "init.sh",
          "etc/rc", "rc.sh",
          "etc/udhcpc", "udhcpc.sh",
          "etc/acpi/PWRF/00000080", "power-button.sh");

  private static final Duration DECOMPRESSION_LIMIT = Duration.ofSeconds(30);

  /** Changes whenever what this class puts around the packages' files changes. */
  static String fingerprint() {
    Sha256 digest = Sha256.of(String.join(",", WANTED));
    SCRIPTS.values().stream().sorted().map(RamDisk::resource).forEach(digest::add);
    return digest.add(resource("inittab")).hex(4);
  }

  /** Writes the archive, not compressed. */
  void write(OutputStream out) throws IOException {
    try (CpioArchive archive = new CpioArchive(out)) {
      for (String directory : DIRECTORIES) {
        archive.directory(directory);
      }
      archive.characterDevice("dev/console", 5, 1);
      archive.file("bin/busybox", 0755, Files.readAllBytes(busybox));
      archive.link("bin/sh", "busybox");
      for (var script : SCRIPTS.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
        archive.file(script.getKey(), 0755, resource(script.getValue()));
      }
      archive.file("etc/inittab", 0644, resource("inittab"));
      StringBuilder order = new StringBuilder();
      for (var module : KernelModules.in(modules, this::unxz).closure(WANTED).entrySet()) {
        String path = "lib/modules/" + module.getKey() + ".ko";
        archive.file(path, 0644, module.getValue());
        order.append('/').append(path).append('\n');
      }
      archive.file("etc/modules", 0644, order.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Java knows no xz, but busybox does. */
  private byte[] unxz(Path file) throws IOException {
    return new Program(DECOMPRESSION_LIMIT)
        .run(modules, List.of(busybox.toString(), "xz", "-dc", file.toString()));
  }

  private static byte[] resource(String name) {
    try (InputStream in = RamDisk.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program was built without " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
