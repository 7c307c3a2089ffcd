package io.anyrack.netsync.source;

import io.anyrack.rack.sync.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads files that others write at the same time. */
final class TextFile {
  private TextFile() {}

  /**
   * The whole file; empty: it is not there.
   *
   * @param most octets
   */
  static Optional<String> read(Path file, int most) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] octets = in.readNBytes(most + 1);
      if (octets.length > most) {
        throw new SourceException(file + " is larger than " + most + " octets");
      }
      return Optional.of(new String(octets, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new SourceException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Its complete lines. What follows the last line end is being written: half an address would be
   * another address.
   */
  static List<String> lines(String text) {
    int end = text.lastIndexOf('\n');
    return end < 0 ? List.of() : text.substring(0, end).lines().map(String::strip).toList();
  }
}
