package io.anyrack.redfish.media;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a body of the type multipart/form-data (RFC 7578) part by part, without keeping more of it
 * than a window. Used by one thread.
 */
public final class Multipart {
  private static final Pattern BOUNDARY =
      Pattern.compile(
          "(?i)multipart/form-data\\s*;.*?boundary=(?:\"([^\"]{1,70})\"|([^;\\s]{1,70})).*");
  private static final Pattern NAME = Pattern.compile("(?i);\\s*name=\"([^\"]{0,256})\"");
  private static final Pattern FILE_NAME = Pattern.compile("(?i);\\s*filename=\"([^\"]{0,1024})\"");
  private static final int WINDOW = 64 * 1024;
  private static final String END_OF_HEADERS = "\r\n\r\n";
  private static final int LONGEST_HEADERS = 8 * 1024;

  private final InputStream in;
  private final byte[] delimiter;
  private final byte[] window = new byte[WINDOW];
  private int from;
  private int to;

  /** No delimiter begins before this place in the window. */
  private int searched;

  private boolean inPart = true;

  /**
   * A part.
   *
   * @param name of the form's field
   * @param fileName as its sender calls the file; empty: it is none
   * @param content to be read before the next part is asked for
   */
  public record Part(String name, Optional<String> fileName, InputStream content) {}

  /**
   * Reads a body.
   *
   * @param in the body
   * @param boundary of its parts, as {@link #boundary} gives it
   */
  public Multipart(InputStream in, String boundary) {
    this.in = in;
    this.delimiter = ("\r\n--" + boundary).getBytes(US_ASCII);
    // The first delimiter need not come after the end of a line.
    window[0] = '\r';
    window[1] = '\n';
    this.to = 2;
  }

  /** The boundary that a Content-Type names; empty: it is of another type. */
  public static Optional<String> boundary(String contentType) {
    Matcher matcher = BOUNDARY.matcher(contentType);
    return matcher.matches()
        ? Optional.ofNullable(matcher.group(1)).or(() -> Optional.of(matcher.group(2)))
        : Optional.empty();
  }

  /**
   * The next part; empty: there is none.
   *
   * @throws IOException if the body is no such one, or ends too early
   */
  public Optional<Part> next() throws IOException {
    new Content().transferTo(OutputStream.nullOutputStream());
    String end = new String(new byte[] {(byte) octet(), (byte) octet()}, US_ASCII);
    if (end.equals("--")) {
      return Optional.empty();
    }
    if (!end.equals("\r\n")) {
      throw new IOException("a delimiter of parts does not end its line");
    }
    String headers = headers();
    inPart = true;
    return Optional.of(
        new Part(first(NAME, headers).orElse(""), first(FILE_NAME, headers), new Content()));
  }

  private static Optional<String> first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Up to the empty line; only Content-Disposition has such parameters. */
  private String headers() throws IOException {
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    // A part may have none: then the empty line comes at once.
    int ended = 2;
    while (ended < END_OF_HEADERS.length()) {
      int octet = octet();
      headers.write(octet);
      boolean goesOn = octet == END_OF_HEADERS.charAt(ended);
      ended = goesOn ? ended + 1 : octet == '\r' ? 1 : 0;
      if (headers.size() > LONGEST_HEADERS) {
        throw new IOException("a part has too many headers");
      }
    }
    return headers.toString(UTF_8);
  }

  private int octet() throws IOException {
    if (from == to) {
      fill();
    }
    searched = Math.max(searched, from + 1);
    return window[from++] & 0xff;
  }

  private void fill() throws IOException {
    System.arraycopy(window, from, window, 0, to - from);
    to -= from;
    searched = Math.max(0, searched - from);
    from = 0;
    int read = in.read(window, to, window.length - to);
    if (read < 0) {
      throw new EOFException("the body ends within a part");
    }
    to += read;
  }

  /** How many octets may be given out: up to a delimiter, or to where one may begin. */
  private int ready() {
    for (int i = Math.max(from, searched); i + delimiter.length <= to; i++) {
      if (window[i] == delimiter[0]
          && Arrays.equals(window, i, i + delimiter.length, delimiter, 0, delimiter.length)) {
        searched = i;
        return i - from;
      }
      searched = i + 1;
    }
    return Math.max(0, to - delimiter.length + 1 - from);
  }

  private boolean atDelimiter() {
    return to - from >= delimiter.length
        && Arrays.equals(window, from, from + delimiter.length, delimiter, 0, delimiter.length);
  }

  private final class Content extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      while (inPart) {
        int ready = Math.min(ready(), length);
        if (ready > 0) {
          System.arraycopy(window, from, into, offset, ready);
          from += ready;
          return ready;
        }
        if (atDelimiter()) {
          from += delimiter.length;
          inPart = false;
        } else {
          fill();
        }
      }
      return -1;
    }
  }
}
