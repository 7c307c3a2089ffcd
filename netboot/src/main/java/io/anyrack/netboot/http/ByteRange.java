package io.anyrack.netboot.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a document (RFC 9110 §14.1.2).
 *
 * @param first the first octet, from 0
 * @param length the number of octets; 0: none of the asked ones exist
 */
record ByteRange(long first, long length) {
  private static final Pattern BYTES = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  /**
   * Reads a {@code Range} header.
   *
   * @param size the document's size in octets
   * @return empty if the header asks for several parts or is not understood: then the whole
   *     document is sent, as RFC 9110 §14.2 permits
   */
  static Optional<ByteRange> parse(String header, long size) {
    Matcher bytes = BYTES.matcher(header.strip());
    if (!bytes.matches()) {
      return Optional.empty();
    }
    String from = bytes.group(1);
    String to = bytes.group(2);
    if (from.isEmpty()) {
      if (to.isEmpty()) {
        return Optional.empty();
      }
      long last = Math.min(Long.parseLong(to), size); // bytes=-500: the last 500
      return Optional.of(new ByteRange(size - last, last));
    }
    long first = Long.parseLong(from);
    long end = to.isEmpty() ? size : Math.min(Long.parseLong(to) + 1, size);
    if (!to.isEmpty() && Long.parseLong(to) < first) {
      return Optional.empty();
    }
    return Optional.of(new ByteRange(first, Math.max(0, end - first)));
  }

  /** The value of {@code Content-Range}. */
  String contentRange(long size) {
    return length == 0
        ? "bytes */" + size
        : "bytes " + first + "-" + (first + length - 1) + "/" + size;
  }
}
