package io.anyrack.service.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON objects over a stream, one a line. One thread reads; any thread may write.
 *
 * <p>Lines are bounded, so that a peer cannot fill the memory.
 */
public final class JsonLines implements AutoCloseable {
  /** The longest line taken: a screenshot in Base64 fits. */
  public static final int MAX_LINE = 16 << 20;

  static final JsonMapper JSON = JsonMapper.builder().build();

  private final SocketChannel channel;
  private final InputStream in;
  private final OutputStream out;
  private final ReentrantLock writing = new ReentrantLock();

  /** Speaks over a connected channel, which it then owns. */
  public JsonLines(SocketChannel channel) {
    this.channel = channel;
    this.in = new BufferedInputStream(Channels.newInputStream(channel));
    this.out = Channels.newOutputStream(channel);
  }

  /**
   * The next object; empty at the end of the stream.
   *
   * @throws IOException if the connection breaks, or the peer sends something else than an object
   */
  public Optional<ObjectNode> read() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        return Optional.empty();
      }
      if (line.size() == MAX_LINE) {
        throw new IOException("a line is longer than " + MAX_LINE + " octets");
      }
      line.write(octet);
    }
    try {
      JsonNode node = JSON.readTree(line.toByteArray());
      if (node instanceof ObjectNode object) {
        return Optional.of(object);
      }
      throw new IOException("a line is not a JSON object");
    } catch (JacksonException e) {
      throw new IOException("a line is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Sends one object. */
  public void write(ObjectNode object) throws IOException {
    byte[] line = (JSON.writeValueAsString(object) + "\n").getBytes(UTF_8);
    writing.lock();
    try {
      out.write(line);
    } finally {
      writing.unlock();
    }
  }

  /** An empty object to fill. */
  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing is lost: both ends have what was sent.
    }
  }
}
