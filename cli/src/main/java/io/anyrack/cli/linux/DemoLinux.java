package io.anyrack.cli.linux;

import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.cloud.Progress.State;
import io.anyrack.rack.model.BootSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * A small Linux that a node can start over the network: the kernel that Debian's {@code
 * linux-image-amd64} needs, and an initial RAM disk with busybox. The other kernel of Debian, for
 * clouds, has no {@code ipmi_si} and so could not see a BMC.
 *
 * <p>It is made once for each version of the packages and kept. Several processes may ask at once:
 * one makes it, the others wait. Thread-safe.
 */
public final class DemoLinux {
  /** What a test or a person waits for on the console; the host name follows. */
  public static final String UP_MARK = "BOOT-OK";

  /** Both consoles show the kernel; the last one named gets what the programs say. */
  public static final String COMMAND_LINE = "console=tty0 console=ttyS0 quiet panic=10";

  private static final String KERNEL = "linux-image-amd64";
  private static final String BUSYBOX = "busybox-static";
  private static final String SUBJECT = "linux";

  private final Path cache;
  private final PackageArchive archive;
  private final Progress progress;

  /**
   * Keeps what it makes.
   *
   * @param cache a directory, made when needed, such as {@code ~/.cache/anyrack/linux}
   */
  public DemoLinux(Path cache, PackageArchive archive, Progress progress) {
    this.cache = cache;
    this.archive = archive;
    this.progress = progress;
  }

  /**
   * The kernel, the RAM disk and the command line, made now if they are not in the cache.
   *
   * @throws LinuxException where they cannot be made; nothing half made is left
   */
  public synchronized BootSpec.Linux obtain() {
    PackageArchive.DebianPackage kernel = kernel();
    PackageArchive.DebianPackage busybox = archive.newest(BUSYBOX);
    Path made = cache.resolve(key(kernel, busybox));
    try {
      if (!Files.isDirectory(made)) {
        Files.createDirectories(cache);
        try (FileChannel lock =
                FileChannel.open(
                    cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock _ = lock.lock()) {
          if (!Files.isDirectory(made)) {
            make(kernel, busybox, made);
          }
        }
      }
    } catch (IOException e) {
      throw new LinuxException("Cannot make the demo's Linux in " + cache + ": " + e, e);
    }
    return new BootSpec.Linux(
        made.resolve("vmlinuz"), List.of(made.resolve("initrd.gz")), COMMAND_LINE);
  }

  /** {@code linux-image-amd64} holds nothing itself: it names the newest kernel. */
  private PackageArchive.DebianPackage kernel() {
    String name =
        archive.newest(KERNEL).dependencies().stream()
            .filter(each -> each.startsWith("linux-image-"))
            .findFirst()
            .orElseThrow(() -> new LinuxException("The package " + KERNEL + " names no kernel."));
    return archive.newest(name);
  }

  private static String key(
      PackageArchive.DebianPackage kernel, PackageArchive.DebianPackage busybox) {
    String key =
        String.join("_", kernel.name(), kernel.version(), busybox.version(), RamDisk.fingerprint());
    return key.replaceAll("[^A-Za-z0-9.+_-]", "-");
  }

  /** Makes everything beside its place and moves it there at the end; the caller has the lock. */
  private void make(
      PackageArchive.DebianPackage kernel, PackageArchive.DebianPackage busybox, Path made)
      throws IOException {
    Path work = cache.resolve("making");
    remove(work); // left by a process that was killed
    try {
      Path kernelFiles = Files.createDirectories(work.resolve("kernel"));
      Path busyboxFiles = Files.createDirectories(work.resolve("busybox"));
      Path result = Files.createDirectories(work.resolve("result"));
      step("download " + kernel.name(), () -> archive.unpack(kernel, kernelFiles));
      step("download " + busybox.name(), () -> archive.unpack(busybox, busyboxFiles));
      step(
          "initrd",
          () -> {
            Path image = only(kernelFiles, "(usr/)?boot/vmlinuz-.*");
            Files.copy(image, result.resolve("vmlinuz"));
            RamDisk disk =
                new RamDisk(
                    only(busyboxFiles, "(usr/)?bin/busybox"),
                    only(kernelFiles, "(usr/)?lib/modules/[^/]+"));
            try (OutputStream file = Files.newOutputStream(result.resolve("initrd.gz"));
                OutputStream compressed = new GZIPOutputStream(file)) {
              disk.write(compressed);
            }
          });
      Files.move(result, made, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      remove(work);
    }
  }

  private interface Action {
    void run() throws IOException;
  }

  private void step(String name, Action action) throws IOException {
    progress.step(SUBJECT, name, State.STARTED);
    State end = State.FAILED;
    try {
      action.run();
      end = State.DONE;
    } finally {
      progress.step(SUBJECT, name, end);
    }
  }

  /** The first path under {@code directory} that matches. */
  private static Path only(Path directory, String pattern) throws IOException {
    try (Stream<Path> all = Files.walk(directory, 5)) {
      return all.filter(each -> directory.relativize(each).toString().matches(pattern))
          .sorted()
          .findFirst()
          .orElseThrow(() -> new LinuxException("Debian's package holds no " + pattern + "."));
    }
  }

  private static void remove(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
