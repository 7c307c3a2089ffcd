package io.anyrack.openstack.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes boot media of the iPXE that is installed here. On a BIOS iPXE brings a script of its own,
 * which tries until it gets the node's script. iPXE for UEFI reads no script from its medium: there
 * it boots what DHCP names, and the medium's shell script goes on when it ends. Thread-safe.
 */
public final class BootMediaBuilder {
  /** The largest program that goes onto a medium, in octets. */
  private static final long LARGEST = 8 << 20;

  private final List<Path> directories;
  private final Path work;
  private final Xorriso xorriso;

  /**
   * A builder.
   *
   * @param directories where iPXE's programs are, best first, such as {@code /usr/lib/ipxe} and
   *     {@code /boot}
   * @param work a directory for files that are gone when a medium is made
   * @param limit how long making one may take
   */
  public BootMediaBuilder(List<Path> directories, Path work, Duration limit) {
    this(directories, work, new Xorriso("xorriso", limit));
  }

  BootMediaBuilder(List<Path> directories, Path work, Xorriso xorriso) {
    this.directories = List.copyOf(directories);
    this.work = work;
    this.xorriso = xorriso;
  }

  /** Whether media of a kind can bring the address of the service that has the nodes' scripts. */
  public static boolean takesService(BootMedium medium) {
    return switch (medium) {
      case BIOS_CD, BIOS_DISK -> true;
      case UEFI_CD, UEFI_DISK -> false;
    };
  }

  /**
   * Makes a medium.
   *
   * @param service where iPXE gets its script, iPXE's settings such as {@code ${uuid}} not allowed;
   *     empty: what DHCP names as boot file
   * @throws BootMediaException if something it is made of is not here
   * @throws IllegalArgumentException if such a medium takes no address
   */
  public BootImage build(BootMedium medium, Optional<URI> service) {
    if (service.isPresent() && !takesService(medium)) {
      throw new IllegalArgumentException(medium.label() + " takes no address of a service");
    }
    try {
      Path directory = Files.createTempDirectory(Files.createDirectories(work), "medium");
      try {
        byte[] octets =
            switch (medium) {
              case BIOS_CD -> bios(service, directory);
              case BIOS_DISK -> IsolinuxDisk.of(bios(service, directory));
              case UEFI_DISK -> uefi();
              case UEFI_CD ->
                  xorriso.make(
                      Map.of("efi.img", uefi()),
                      List.of("-e", "efi.img", "-no-emul-boot"),
                      directory);
            };
        return BootImage.of(medium, octets);
      } finally {
        delete(directory);
      }
    } catch (IOException e) {
      throw new BootMediaException(
          "cannot make the boot medium %s in %s: %s".formatted(medium.label(), work, e), e);
    }
  }

  /**
   * ISOLINUX comes out of iPXE's own ISO image, as does the boot record that lets a BIOS start the
   * same image from a disk.
   */
  private byte[] bios(Optional<URI> service, Path directory) throws IOException {
    Path original = find("ipxe.iso");
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : List.of("isolinux.bin", "ldlinux.c32")) {
      files.put(name, xorriso.extract(original, "/" + name, directory));
    }
    files.put("isolinux.cfg", MediumScripts.ISOLINUX.getBytes(US_ASCII));
    files.put("ipxe.krn", read(find("ipxe.lkrn")));
    files.put("boot.ipx", MediumScripts.ipxe(service).getBytes(US_ASCII));
    return xorriso.make(
        files,
        List.of(
            "-b",
            "isolinux.bin",
            "-no-emul-boot",
            "-boot-load-size",
            "4",
            "-boot-info-table",
            "-isohybrid-mbr",
            original.toString()),
        directory);
  }

  private byte[] uefi() throws IOException {
    return new FatVolume()
        .file("EFI/BOOT/BOOTX64.EFI", read(find("ipxe.efi")))
        .file("STARTUP.NSH", MediumScripts.SHELL.replace("\n", "\r\n").getBytes(US_ASCII))
        .file(MediumScripts.MARK, "iPXE of Anyrack\r\n".getBytes(US_ASCII))
        .octets();
  }

  private Path find(String name) {
    return directories.stream()
        .map(directory -> directory.resolve(name))
        .filter(file -> Files.isRegularFile(file) && Files.isReadable(file))
        .findFirst()
        .orElseThrow(
            () ->
                new BootMediaException(
                    "cannot make boot media: %s is not in %s; install the package ipxe"
                        .formatted(name, directories)));
  }

  private static byte[] read(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new BootMediaException(
          "%s is larger than %d bytes: not an iPXE program".formatted(file, LARGEST));
    }
    return Files.readAllBytes(file);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
