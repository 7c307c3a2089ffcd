package io.anyrack.netboot.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.anyrack.netboot.file.Document;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Answers one GET or HEAD with a document: ranges, conditions and a true {@code Content-Length},
 * without which UEFI's HTTP boot gives up.
 */
final class DocumentWriter {
  private static final int BUFFER = 128 * 1024;

  /** RFC 9110 §5.6.7: two digits for the day, where RFC 1123's format of the JDK has one or two. */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

  private final HttpExchange exchange;
  private final boolean head;
  private int status;
  private long sent;

  DocumentWriter(HttpExchange exchange) {
    this.exchange = exchange;
    this.head = exchange.getRequestMethod().equals("HEAD");
  }

  /** The status sent; 0: none yet. */
  int status() {
    return status;
  }

  /** Octets of content sent so far. */
  long sent() {
    return sent;
  }

  /**
   * Sends {@code document}.
   *
   * @throws IOException if the file cannot be read or the client went away
   */
  void write(Document document) throws IOException {
    switch (document) {
      case Document.Made made -> write(200, made);
      case Document.Stored stored -> write(stored);
    }
  }

  /** Sends {@code made} under {@code status}. */
  void write(int status, Document.Made made) throws IOException {
    start(status, made.mediaType(), made.content().length);
    if (!head) {
      exchange.getResponseBody().write(made.content());
      sent = made.content().length;
    }
  }

  private void write(Document.Stored stored) throws IOException {
    Path path = stored.file();
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = file.size();
      String modified = httpDate(Files.getLastModifiedTime(path).toInstant());
      Headers headers = exchange.getResponseHeaders();
      headers.set("Last-Modified", modified);
      headers.set("Accept-Ranges", "bytes");
      if (modified.equals(exchange.getRequestHeaders().getFirst("If-Modified-Since"))) {
        startEmpty(304);
        return;
      }
      Optional<ByteRange> range = range(size, modified);
      if (range.isEmpty()) {
        start(200, stored.mediaType(), size);
        send(file, new ByteRange(0, size));
        return;
      }
      headers.set("Content-Range", range.get().contentRange(size));
      if (range.get().length() == 0) {
        startEmpty(416);
        return;
      }
      start(206, stored.mediaType(), range.get().length());
      send(file, range.get());
    }
  }

  /** The part asked for; only a GET can ask for one, and only of the version it knows. */
  private Optional<ByteRange> range(long size, String modified) {
    Headers asked = exchange.getRequestHeaders();
    String version = asked.getFirst("If-Range");
    boolean sameVersion = version == null || version.equals(modified);
    return Optional.ofNullable(asked.getFirst("Range"))
        .filter(_ -> !head && sameVersion)
        .flatMap(header -> ByteRange.parse(header, size));
  }

  private void start(int status, String mediaType, long length) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", mediaType);
    if (head) {
      // The JDK's server sends the length of an answer to HEAD only if it is set as a header.
      headers.set("Content-Length", Long.toString(length));
    }
    this.status = status;
    exchange.sendResponseHeaders(status, head || length == 0 ? -1 : length);
  }

  private void startEmpty(int status) throws IOException {
    this.status = status;
    exchange.sendResponseHeaders(status, -1);
  }

  private void send(FileChannel file, ByteRange range) throws IOException {
    if (head) {
      return;
    }
    OutputStream body = exchange.getResponseBody();
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, range.length()));
    while (sent < range.length()) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), range.length() - sent));
      int count = file.read(buffer, range.first() + sent);
      if (count < 0) {
        throw new IOException("the file became shorter while it was sent");
      }
      body.write(buffer.array(), 0, count);
      sent += count;
    }
  }

  private static String httpDate(Instant time) {
    return HTTP_DATE.format(time.atOffset(ZoneOffset.UTC));
  }
}
