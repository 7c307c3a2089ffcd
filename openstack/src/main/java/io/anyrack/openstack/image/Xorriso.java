package io.anyrack.openstack.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code xorriso}, which reads and writes ISO 9660 images. The same files give the same
 * octets.
 *
 * @param program its name or path
 * @param limit after what time it is killed
 */
record Xorriso(String program, Duration limit) {
  /** The date of all files and of the volume: without it each image would be another. */
  private static final Instant DATE = Instant.parse("2000-01-01T00:00:00Z");

  private static final int MAX_OUTPUT = 4096;

  /** Takes the file {@code name} out of an image. */
  byte[] extract(Path image, String name, Path directory) throws IOException {
    Path target = directory.resolve("extracted" + name.replace('/', '-'));
    run(
        directory,
        List.of("-osirrox", "on", "-indev", image.toString(), "-extract", name, target.toString()));
    return Files.readAllBytes(target);
  }

  /**
   * Makes an image of some files.
   *
   * @param boot options of {@code -as mkisofs} that make it bootable
   */
  byte[] make(Map<String, byte[]> files, List<String> boot, Path directory) throws IOException {
    Path tree = Files.createDirectory(directory.resolve("tree"));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path target = Files.write(tree.resolve(file.getKey()), file.getValue());
      Files.setLastModifiedTime(target, FileTime.from(DATE));
    }
    Files.setLastModifiedTime(tree, FileTime.from(DATE));
    Path image = directory.resolve("image.iso");
    List<String> arguments =
        new ArrayList<>(List.of("-as", "mkisofs", "-quiet", "-r", "-V", "IPXE"));
    arguments.addAll(List.of("-o", image.toString(), "-c", "boot.cat"));
    arguments.addAll(boot);
    arguments.add(tree.toString());
    run(directory, arguments);
    return Files.readAllBytes(image);
  }

  private void run(Path directory, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program, "-no_rc"));
    command.addAll(arguments);
    Path log = directory.resolve("xorriso.log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("TZ", "UTC");
    builder.environment().put("SOURCE_DATE_EPOCH", Long.toString(DATE.getEpochSecond()));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new BootMediaException(
          "cannot run %s, which boot media are made with: %s; install the package xorriso"
              .formatted(program, e.getMessage()),
          e);
    }
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new BootMediaException(
            "%s did not end within %d s".formatted(program, limit.toSeconds()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BootMediaException("interrupted while " + program + " was running", e);
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new BootMediaException(
          "%s failed with status %d: %s".formatted(program, process.exitValue(), head(log)));
    }
  }

  private static String head(Path log) throws IOException {
    try (var stream = Files.newInputStream(log)) {
      return new String(stream.readNBytes(MAX_OUTPUT), UTF_8).strip();
    }
  }
}
