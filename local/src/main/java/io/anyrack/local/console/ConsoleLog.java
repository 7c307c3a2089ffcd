package io.anyrack.local.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The file to which another process appends what a serial line says, and its predecessor ({@code
 * .1}). Each is cut at a bound.
 *
 * @param path the file
 * @param limit how big it may get, in octets
 */
public record ConsoleLog(Path path, long limit) {

  /** How many octets the file has. */
  public long size() {
    try {
      return Files.size(path);
    } catch (NoSuchFileException _) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last {@code count} octets before {@code end}, from the predecessor too where needed. */
  public byte[] tail(long end, int count) {
    byte[] now = read(path, Math.max(0, end - count), end);
    int missing = count - now.length;
    byte[] before = new byte[0];
    if (missing > 0) {
      long size = new ConsoleLog(previous(), limit).size();
      before = read(previous(), Math.max(0, size - missing), size);
    }
    byte[] result = new byte[before.length + now.length];
    System.arraycopy(before, 0, result, 0, before.length);
    System.arraycopy(now, 0, result, before.length, now.length);
    return result;
  }

  /** Makes the file the predecessor, for a new start of the machine. */
  public void rotate() {
    try {
      if (size() > 0) {
        Files.move(path, previous(), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Cuts the file if it is too big, while the other process goes on appending: a copy becomes the
   * predecessor. What is appended in between is lost to the file.
   */
  public void trim() {
    if (size() <= limit) {
      return;
    }
    try (var file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      Files.copy(path, previous(), StandardCopyOption.REPLACE_EXISTING);
      file.truncate(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path previous() {
    return path.resolveSibling(path.getFileName() + ".1");
  }

  private static byte[] read(Path file, long from, long to) {
    var buffer = ByteBuffer.allocate((int) (to - from));
    try (var channel = FileChannel.open(file)) {
      while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) > 0) {}
    } catch (NoSuchFileException _) {
      return new byte[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }
}
