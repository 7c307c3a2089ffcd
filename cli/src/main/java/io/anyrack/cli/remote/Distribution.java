package io.anyrack.cli.remote;

import io.anyrack.rack.digest.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * This program with its own Java runtime, as one archive that needs nothing on the server it is
 * unpacked on: {@code bin/anyrack}, {@code lib}, {@code runtime}. Made once for each build and kept
 * in the cache.
 */
public final class Distribution {
  /** What the program uses, without what its libraries would use if it were there. */
  private static final String MODULES =
      "java.base,java.logging,java.management,java.naming,java.net.http,java.xml,"
          + "jdk.httpserver,jdk.management,jdk.unsupported";

  /** Classes as they are after they were loaded and linked (JEP 483): half of a start's time. */
  private static final String AOT_CACHE = "anyrack.aot";

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int ID_DIGITS = 16;

  private final Path cache;
  private final Path javaHome;
  private final List<Path> classPath;

  /**
   * The distribution of a build.
   *
   * @param cache where archives are kept
   * @param javaHome the JDK the runtime is made from
   * @param classPath the program: jars and directories, in order
   */
  public Distribution(Path cache, Path javaHome, List<Path> classPath) {
    this.cache = cache;
    this.javaHome = javaHome;
    this.classPath = List.copyOf(classPath);
  }

  /** The build that runs now. */
  public static Distribution ofThisProcess(Path cache) {
    return new Distribution(
        cache.resolve("distributions"),
        Path.of(System.getProperty("java.home")),
        Stream.of(System.getProperty("java.class.path").split(":", -1))
            .flatMap(
                entry ->
                    entry.endsWith("/*")
                        ? jars(Path.of(entry.substring(0, entry.length() - 2)))
                        : Stream.of(Path.of(entry)))
            .filter(Files::exists)
            .toList());
  }

  private static Stream<Path> jars(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * An archive.
   *
   * @param id the same for the same content
   * @param file a compressed tar archive
   */
  public record Archive(String id, Path file) {}

  /**
   * The archive, made if it is not there; archives of other builds are removed.
   *
   * @throws RemoteException if it cannot be made
   */
  public Archive archive() {
    Archive archive = planned();
    if (!Files.exists(archive.file())) {
      try {
        Files.createDirectories(cache);
        removeOthers();
        make(archive.file());
      } catch (IOException e) {
        throw new RemoteException(
            "cannot make the archive of this program in " + cache + ": " + e.getMessage(), e);
      }
    }
    return archive;
  }

  /** The archive as it will be, whether it is made already or not. */
  public Archive planned() {
    String id = id();
    return new Archive(id, cache.resolve(id + ".tar.gz"));
  }

  private String id() {
    try {
      Sha256 digest = Sha256.of(MODULES + launcher(List.of()));
      digest.add(Files.readAllBytes(javaHome.resolve("release")));
      for (Path entry : classPath) {
        try (Stream<Path> files = Files.walk(entry)) {
          for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
            digest.add(entry.relativize(file).toString());
            digest.add(
                ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(Files.size(file))
                    .putLong(checksum(file))
                    .array());
          }
        }
      }
      return digest.hex().substring(0, ID_DIGITS);
    } catch (IOException e) {
      throw new RemoteException("cannot read this program: " + e.getMessage(), e);
    }
  }

  /** Builds differ by chance, not by malice: what every processor does at once is enough. */
  private static long checksum(Path file) throws IOException {
    try (CheckedInputStream in = new CheckedInputStream(Files.newInputStream(file), new CRC32C())) {
      in.transferTo(OutputStream.nullOutputStream());
      return in.getChecksum().getValue();
    }
  }

  private void removeOthers() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      for (Path file : files.toList()) {
        delete(file);
      }
    }
  }

  private void make(Path file) throws IOException {
    Path tree = Files.createTempDirectory(cache, "new-");
    try {
      run(
          List.of(
              javaHome.resolve("bin/jlink").toString(),
              "--add-modules",
              MODULES,
              "--strip-java-debug-attributes",
              "--no-header-files",
              "--no-man-pages",
              "--generate-cds-archive",
              "--output",
              tree.resolve("runtime").toString()));
      // Of the two for small and large heaps only that for small ones is ever used.
      Files.deleteIfExists(tree.resolve("runtime/lib/server/classes_nocoops.jsa"));
      Path lib = Files.createDirectory(tree.resolve("lib"));
      List<String> entries = new ArrayList<>();
      for (Path entry : classPath) {
        String name = "%02d-%s".formatted(entries.size(), entry.getFileName());
        entries.add("$root/lib/" + jar(entry, lib.resolve(name)).getFileName());
      }
      Path bin = Files.createDirectory(tree.resolve("bin"));
      Path launcher = Files.writeString(bin.resolve("anyrack"), launcher(entries));
      Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
      new Training(launcher).run(lib.resolve(AOT_CACHE));
      Path packed = tree.resolve("packed");
      run(
          List.of(
              "tar",
              "-C",
              tree.toString(),
              "--owner=0",
              "--group=0",
              "-czf",
              packed.toString(),
              "bin",
              "lib",
              "runtime"));
      Files.move(packed, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(tree);
    }
  }

  /** Machine code is not kept in the cache: the server's processor may lack what this one has. */
  private static String launcher(List<String> entries) {
    return """
    #!/bin/sh
    # Starts Anyrack with the Java runtime beside it.
    root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 1
    exec "$root/runtime/bin/java" -XX:+UseSerialGC -XX:-UsePerfData -XX:TieredStopAtLevel=1 \\
      -Xms16m -Xmx128m -XX:+ExitOnOutOfMemoryError -Xlog:disable -Xlog:all=error:stderr \\
      -XX:+UnlockDiagnosticVMOptions -XX:-AOTAdapterCaching -XX:-AOTStubCaching \\
      "${%s:--XX:AOTCache=$root/lib/%s}" "-Danyrack.launcher=$root/bin/anyrack" \\
      -cp "%s" io.anyrack.cli.Anyrack "$@"
    """
        .formatted(Training.FLAG, AOT_CACHE, String.join(":", entries));
  }

  /** A jar as it is, or one made of a directory of classes: the cache is for jars alone. */
  private static Path jar(Path from, Path to) throws IOException {
    if (Files.isRegularFile(from)) {
      return Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }
    Path jar = to.resolveSibling(to.getFileName() + ".jar");
    try (Stream<Path> files = Files.walk(from);
        ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(from.relativize(file).toString()));
        Files.copy(file, zip);
      }
    }
    return jar;
  }

  private static void run(List<String> command) throws IOException {
    Path said = Files.createTempFile("anyrack-", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IOException(command.getFirst() + " does not end");
      }
      if (process.exitValue() != 0) {
        throw new IOException(command.getFirst() + " failed: " + Files.readString(said).strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.deleteIfExists(said);
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
