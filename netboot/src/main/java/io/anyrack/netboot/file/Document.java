package io.anyrack.netboot.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Something that is handed out over HTTP. */
public sealed interface Document {
  /** The media type (RFC 9110 §8.3). */
  String mediaType();

  /**
   * Made for this request.
   *
   * @param mediaType the media type
   * @param content the octets
   */
  @SuppressWarnings("ArrayRecordComponent") // on its way to a client, compared by nobody
  record Made(String mediaType, byte[] content) implements Document {}

  /**
   * A regular file.
   *
   * @param mediaType the media type
   * @param file where it lies
   */
  record Stored(String mediaType, Path file) implements Document {}

  /** A plain text. */
  static Document text(String text) {
    return new Made("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /** A file with the media type that its name suggests. */
  static Document file(Path file) {
    return new Stored(mediaType(file.getFileName().toString()), file);
  }

  private static String mediaType(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      // UEFI HTTP boot goes by these where the name says nothing to it (UEFI 2.10 §24.7.3.3).
      case "efi" -> "application/efi";
      case "iso" -> "application/vnd.efi-iso";
      case "img" -> "application/vnd.efi-img";
      case "html" -> "text/html; charset=utf-8";
      case "json" -> "application/json";
      case "ipxe", "txt", "cfg", "ks", "ign", "yaml", "yml", "log" -> "text/plain; charset=utf-8";
      default -> "application/octet-stream";
    };
  }
}
