package io.anyrack.redfish.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer.
 *
 * @param status HTTP's
 * @param headers beside those that every answer has
 * @param body what follows them
 */
public record Reply(int status, Map<String, String> headers, Body body) {
  /** Copies the map. */
  public Reply {
    headers = Map.copyOf(headers);
  }

  /** What follows the headers. */
  public sealed interface Body {}

  /** Nothing. */
  public record Nothing() implements Body {}

  /** A resource or an error. */
  public record Json(ObjectNode node) implements Body {}

  /** Something else. */
  public record Text(String type, String text) implements Body {
    /** As it is sent. */
    public byte[] octets() {
      return text.getBytes(UTF_8);
    }
  }

  /** Something that goes on until the client goes away or {@link Writer} returns. */
  public record Stream(String type, Writer writer) implements Body {}

  /** Writes a {@link Stream}. */
  public interface Writer {
    /** Writes and returns at its end. */
    void write(OutputStream out) throws IOException;
  }

  /** 200 with a resource. */
  public static Reply ok(ObjectNode node) {
    return new Reply(200, Map.of(), new Json(node));
  }

  /** 201 with the new resource. */
  public static Reply created(String uri, ObjectNode node) {
    return new Reply(201, Map.of("Location", uri), new Json(node));
  }

  /** 204. */
  public static Reply noContent() {
    return new Reply(204, Map.of(), new Nothing());
  }

  /** 200 with a text. */
  public static Reply text(String type, String text) {
    return new Reply(200, Map.of(), new Text(type, text));
  }

  /** The same with a further header. */
  public Reply with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, more, body);
  }
}
