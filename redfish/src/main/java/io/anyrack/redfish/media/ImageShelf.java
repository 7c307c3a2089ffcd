package io.anyrack.redfish.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Keeps images that clients send, each in a directory of its own below its node's: only the one
 * that is in the drive stays. Images go through it in pieces. Thread-safe.
 */
public final class ImageShelf {
  private static final int PIECE = 64 * 1024;
  private static final int LONGEST_NAME = 64;
  private static final String UNNAMED = "image.iso";

  private final Function<String, Path> directories;
  private final long mostOctets;
  private final Semaphore places;
  private final Set<Path> arriving = ConcurrentHashMap.newKeySet();

  /**
   * A shelf.
   *
   * @param directories where the images of a node are; need not exist
   * @param mostOctets an image may have
   * @param atOnce how many may be on their way at once
   */
  public ImageShelf(Function<String, Path> directories, long mostOctets, int atOnce) {
    this.directories = directories;
    this.mostOctets = mostOctets;
    this.places = new Semaphore(atOnce);
  }

  /**
   * An image that was kept.
   *
   * @param file it
   * @param release after which {@link #tidy} goes by what is in the drive
   */
  public record Kept(Path file, Runnable release) implements AutoCloseable {
    @Override
    public void close() {
      release.run();
    }
  }

  /** An image is longer than images may be. */
  public static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1;

    TooLongException(long most) {
      super("an image has at most %d octets".formatted(most));
    }
  }

  /** Too many images are on their way. */
  public static final class BusyException extends IOException {
    private static final long serialVersionUID = 1;

    BusyException() {
      super("too many images are on their way");
    }
  }

  /**
   * Keeps an image.
   *
   * @param node whose drive it is for
   * @param name what its sender calls it
   * @param image it, to its end
   * @return the file, which stays at least until this is closed
   * @throws IOException if it cannot be kept; nothing of it then is
   */
  public Kept keep(String node, String name, InputStream image) throws IOException {
    if (!places.tryAcquire()) {
      throw new BusyException();
    }
    try {
      Path directory = directories.apply(node).resolve(UUID.randomUUID().toString());
      arriving.add(directory);
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Path file = directory.resolve(safe(name));
      try {
        copy(image, file);
        return new Kept(file, () -> arriving.remove(directory));
      } catch (IOException | RuntimeException e) {
        arriving.remove(directory);
        remove(directory);
        throw e;
      }
    } finally {
      places.release();
    }
  }

  private static String safe(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^[.-]+", "");
    String last =
        plain.length() <= LONGEST_NAME ? plain : plain.substring(plain.length() - LONGEST_NAME);
    return last.isEmpty() ? UNNAMED : last;
  }

  private void copy(InputStream image, Path file) throws IOException {
    try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      byte[] piece = new byte[PIECE];
      long all = 0;
      for (int read = image.read(piece); read >= 0; read = image.read(piece)) {
        all += read;
        if (all > mostOctets) {
          throw new TooLongException(mostOctets);
        }
        out.write(piece, 0, read);
      }
    }
  }

  /**
   * Removes the images of a node but one, and but those that are on their way into the drive.
   *
   * @param kept the one; empty: none
   * @throws IOException if one cannot be removed
   */
  public void tidy(String node, Optional<Path> kept) throws IOException {
    Path directory = directories.apply(node);
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> images = Files.list(directory)) {
      for (Path each : images.toList()) {
        if (!arriving.contains(each) && kept.filter(file -> file.startsWith(each)).isEmpty()) {
          remove(each);
        }
      }
    }
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path each : files.toList()) {
        Files.deleteIfExists(each);
      }
    }
    Files.deleteIfExists(directory);
  }
}
