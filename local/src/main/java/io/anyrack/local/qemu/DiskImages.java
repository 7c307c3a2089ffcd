package io.anyrack.local.qemu;

import io.anyrack.rack.cloud.CloudException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes nodes' disks: qcow2, blank or an overlay of an operating system image, which then must
 * neither be changed nor removed. A disk appears under its name only when it is whole.
 */
final class DiskImages {
  private static final Set<String> FORMATS = Set.of("raw", "qcow2", "vmdk", "vdi", "vhdx", "vpc");

  /** First octets of files that hold an image in a wrapping. */
  private static final Map<String, String> WRAPPINGS =
      Map.of(
          "fd377a585a00",
          "xz",
          "1f8b",
          "gzip",
          "28b52ffd",
          "zstd",
          "425a68",
          "bzip2",
          "504b0304",
          "zip");

  private static final int QCOW2_MAGIC = 0x514649fb;
  private static final int BOOT_SECTOR = 512;

  private final QemuInstallation qemu;
  private final Subprocess subprocess;

  DiskImages(QemuInstallation qemu, QemuLimits limits) {
    this.qemu = qemu;
    this.subprocess = new Subprocess(limits.imageTool());
  }

  /**
   * Brings a node's disk where it shall be: makes it if it is not there, lets it grow if it is
   * smaller, never shrinks it. The machine must be off.
   *
   * @throws CloudException if there is no room, or the image is of no use; there is then no disk,
   *     or the old one
   */
  void prepare(Path disk, long bytes, Optional<Path> image) {
    if (!Files.exists(disk)) {
      make(disk, bytes, image);
    } else if (virtualSize(disk) < bytes) {
      tool("resize " + disk, "resize", "-q", "-f", "qcow2", disk.toString(), Long.toString(bytes));
    }
  }

  /** What makes an image useless for a disk of {@code bytes}; empty: nothing. */
  Optional<String> problem(Path image, long bytes) {
    try {
      inspect(image, bytes);
      return Optional.empty();
    } catch (CloudException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private void make(Path disk, long bytes, Optional<Path> image) {
    Path unfinished = disk.resolveSibling(disk.getFileName() + ".new");
    List<String> arguments = new ArrayList<>(List.of("create", "-q", "-f", "qcow2"));
    image.ifPresent(
        path ->
            arguments.addAll(
                List.of("-F", inspect(path, bytes), "-b", path.toAbsolutePath().toString())));
    arguments.addAll(List.of(unfinished.toString(), Long.toString(bytes)));
    try {
      try {
        tool("make the disk " + disk, arguments.toArray(String[]::new));
        Files.move(unfinished, disk, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      throw new CloudException("cannot make the disk " + disk + ": " + e.getMessage(), e);
    }
  }

  /** The format of a usable image. */
  private String inspect(Path image, long bytes) {
    if (!Files.isRegularFile(image) || !Files.isReadable(image)) {
      throw new CloudException("image " + image + " is not a readable file");
    }
    JsonNode info = information(image);
    String format = info.path("format").asString("unknown");
    if (!FORMATS.contains(format)) {
      throw new CloudException(
          "image %s has the format %s: convert it with `qemu-img convert -O qcow2`"
              .formatted(image, format));
    }
    if (info.has("backing-filename")) {
      throw new CloudException(
          "image %s needs another file, %s: make it one with `qemu-img convert -O qcow2`"
              .formatted(image, info.path("backing-filename").asString("")));
    }
    if (format.equals("raw")) {
      checkRaw(image);
    }
    long size = info.path("virtual-size").asLong(0);
    if (size > bytes) {
      throw new CloudException(
          "image %s holds a disk of %d bytes, the node's disk has %d: give the node a bigger `disk`"
              .formatted(image, size, bytes));
    }
    return format;
  }

  /** Whatever QEMU does not know it calls raw: look closer. */
  private static void checkRaw(Path image) {
    byte[] head = head(image);
    String hex = HexFormat.of().formatHex(head);
    WRAPPINGS.forEach(
        (magic, name) -> {
          if (hex.startsWith(magic)) {
            throw new CloudException(
                "image %s is packed with %s: unpack it first".formatted(image, name));
          }
        });
    boolean signed = head.length == BOOT_SECTOR && head[510] == 0x55 && (head[511] & 0xff) == 0xaa;
    if (!signed) {
      throw new CloudException(
          "image %s is not a disk image: its first sector has no boot signature (55 AA)"
              .formatted(image));
    }
  }

  private JsonNode information(Path image) {
    Subprocess.Outcome outcome =
        subprocess.run(
            List.of(
                qemu.requireImageTool().toString(),
                "info",
                "--force-share",
                "--output=json",
                image.toAbsolutePath().toString()));
    if (!outcome.succeeded()) {
      throw new CloudException("cannot read the image " + image + ": " + outcome.output());
    }
    try {
      return JsonMapper.shared().readTree(outcome.output());
    } catch (JacksonException e) {
      throw new CloudException("qemu-img says of " + image + " what is no JSON", e);
    }
  }

  private void tool(String what, String... arguments) {
    List<String> command = new ArrayList<>(List.of(qemu.requireImageTool().toString()));
    command.addAll(List.of(arguments));
    Subprocess.Outcome outcome = subprocess.run(command);
    if (!outcome.succeeded()) {
      throw new CloudException(
          "cannot %s: %s%s"
              .formatted(what, outcome.output(), StartFailure.advice(outcome.output())));
    }
  }

  /** The size the guest sees, from the file's header (QEMU's {@code docs/interop/qcow2.txt}). */
  private static long virtualSize(Path disk) {
    var header = ByteBuffer.wrap(head(disk)).order(ByteOrder.BIG_ENDIAN);
    if (header.remaining() < 32 || header.getInt(0) != QCOW2_MAGIC) {
      throw new CloudException(
          "%s is not a qcow2 disk any more: remove the node and make it anew".formatted(disk));
    }
    return header.getLong(24);
  }

  private static byte[] head(Path file) {
    try (var channel = FileChannel.open(file);
        var stream = Channels.newInputStream(channel)) {
      return stream.readNBytes(BOOT_SECTOR);
    } catch (IOException e) {
      throw new CloudException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
