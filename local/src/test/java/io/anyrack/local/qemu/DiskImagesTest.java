package io.anyrack.local.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.rack.cloud.CloudException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real qemu-img. */
class DiskImagesTest {
  private static final long MIB = 1 << 20;

  @TempDir Path directory;

  private final DiskImages images =
      new DiskImages(QemuInstallation.find(System.getenv("PATH")), QemuLimits.DEFAULTS);

  @Test
  void makesABlankDiskForItsOwnerOnly() throws IOException {
    images.prepare(disk(), 5 * MIB, Optional.empty());

    assertThat(size()).isEqualTo(5 * MIB);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(disk())))
        .isEqualTo("rw-------");
  }

  @Test
  void letsADiskGrowAndNeverShrink() throws IOException {
    images.prepare(disk(), 5 * MIB, Optional.empty());
    images.prepare(disk(), 8 * MIB, Optional.empty());
    assertThat(size()).isEqualTo(8 * MIB);
    images.prepare(disk(), 5 * MIB, Optional.empty());
    assertThat(size()).isEqualTo(8 * MIB);
  }

  @Test
  void startsADiskWithAnImage() throws IOException {
    Path image = raw(MIB);
    images.prepare(disk(), 5 * MIB, Optional.of(image));
    assertThat(size()).isEqualTo(5 * MIB);
    assertThat(new String(Files.readAllBytes(disk()), StandardCharsets.ISO_8859_1))
        .contains(image.toString());
  }

  @Test
  void refusesImagesOfNoUse() throws IOException {
    Path overlay = directory.resolve("overlay.qcow2");
    images.prepare(overlay, 2 * MIB, Optional.of(raw(MIB)));

    refuses(directory.resolve("none.img"), "is not a readable file");
    refuses(write("a.txt", "68656c6c6f"), "has no boot signature");
    refuses(write("a.img.xz", "fd377a585a000004"), "packed with xz: unpack it first");
    refuses(write("a.img.gz", "1f8b0808"), "packed with gzip");
    refuses(raw(6 * MIB), "holds a disk of 6291456 bytes, the node's disk has 5242880");
    refuses(overlay, "needs another file, " + directory.resolve("raw.img"));
  }

  @Test
  void leavesNothingHalfMade() throws IOException {
    Path tool = directory.resolve("qemu-img");
    Files.writeString(
        tool,
        """
        #!/bin/sh
        for last; do file=$previous previous=$last; done
        echo part > "$file"
        echo "qemu-img: $file: Could not resize image: No space left on device"
        exit 1
        """);
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    var full =
        new DiskImages(QemuInstallation.find(directory.toString(), List.of()), QemuLimits.DEFAULTS);
    Path disk = Files.createDirectory(directory.resolve("node")).resolve("disk.qcow2");

    assertThatThrownBy(() -> full.prepare(disk, MIB, Optional.empty()))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("cannot make the disk " + disk)
        .hasMessageContaining("No space left on device (free some space on that disk)");
    assertThat(disk.getParent()).isEmptyDirectory();
  }

  @Test
  void saysThatADiskIsDamaged() throws IOException {
    write("disk.qcow2", "0000");
    assertThatThrownBy(() -> images.prepare(disk(), MIB, Optional.empty()))
        .hasMessageContaining("is not a qcow2 disk any more");
  }

  private void refuses(Path image, String because) {
    assertThat(images.problem(image, 5 * MIB).orElseThrow()).contains("image " + image, because);
    assertThatThrownBy(() -> images.prepare(disk(), 5 * MIB, Optional.of(image)))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining(because);
    assertThat(disk()).doesNotExist();
  }

  private Path raw(long bytes) throws IOException {
    byte[] content = new byte[(int) bytes];
    content[510] = 0x55;
    content[511] = (byte) 0xaa;
    return Files.write(directory.resolve("raw.img"), content);
  }

  private Path write(String name, String hex) throws IOException {
    return Files.write(directory.resolve(name), Arrays.copyOf(HexFormat.of().parseHex(hex), 700));
  }

  private Path disk() {
    return directory.resolve("disk.qcow2");
  }

  private long size() throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(disk())).getLong(24);
  }
}
