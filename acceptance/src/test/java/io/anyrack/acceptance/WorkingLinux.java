package io.anyrack.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.cli.linux.CpioArchive;
import io.anyrack.rack.model.BootSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * The demo's Linux where its console can only be read: it says on its own what is on the node's
 * disk, and writes an image to it if it is told to.
 */
final class WorkingLinux {
  private static final String INITTAB =
      """
      ::sysinit:/etc/rc
      ::once:/work
      ::shutdown:/bin/sync
      """;

  private static final String WORK =
      """
      #!/bin/sh
      exec >/dev/console 2>&1
      for word in $(cat /proc/cmdline); do
        case $word in size=* | image=*) eval "$word" ;; esac
      done
      for disk in /dev/vda /dev/sda; do [ -b $disk ] && break; done
      # The first octets of the disk, as a sum.
      content() {
        echo 3 >/proc/sys/vm/drop_caches
        sum=$(head -c "$size" $disk | sha256sum)
        echo "$1 $disk ${sum%% *}"
      }
      content FOUND
      if [ -n "$image" ]; then
        wget -q -O - "$image" | dd of=$disk bs=64k conv=fsync 2>/dev/null
        content WROTE
      fi
      """;

  private WorkingLinux() {}

  /** Puts kernel and RAM disks into a served directory. */
  static void into(Path served, BootSpec.Linux linux) throws IOException {
    Files.copy(linux.kernel(), served.resolve("vmlinuz"));
    Files.copy(linux.initrds().getFirst(), served.resolve("initrd.gz"));
    try (CpioArchive more =
        new CpioArchive(new GZIPOutputStream(Files.newOutputStream(served.resolve("work.gz"))))) {
      more.file("etc/inittab", 0644, INITTAB.getBytes(UTF_8));
      more.file("work", 0755, WORK.getBytes(UTF_8));
    }
  }

  /**
   * The iPXE script that starts it.
   *
   * @param files the URL of the served directory
   * @param size how much of the disk it looks at, in octets
   * @param image a file of the served directory that it writes; empty: none
   */
  static String script(String files, int size, String image) {
    String order = "size=" + size + (image.isEmpty() ? "" : " image=" + files + image);
    return """
    #!ipxe
    imgfree
    kernel %1$svmlinuz initrd=initrd.gz initrd=work.gz console=ttyS0 quiet panic=10 %2$s || exit 1
    initrd %1$sinitrd.gz || exit 1
    initrd %1$swork.gz || exit 1
    boot || exit 1
    """
        .formatted(files, order);
  }
}
