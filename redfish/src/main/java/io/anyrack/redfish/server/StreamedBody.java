package io.anyrack.redfish.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.redfish.http.RequestBody;
import io.anyrack.redfish.message.BaseMessage;
import io.anyrack.redfish.message.Message;
import io.anyrack.redfish.message.RedfishException;
import io.helidon.webserver.http.ServerRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalLong;

/** A body that is read when somebody asks for it. Used by the request's thread. */
final class StreamedBody implements RequestBody {
  private final ServerRequest request;
  private final int longestText;
  private Optional<String> text = Optional.empty();
  private Optional<InputStream> stream = Optional.empty();
  private boolean ended;
  private long octets;

  StreamedBody(ServerRequest request, int longestText) {
    this.request = request;
    this.longestText = longestText;
  }

  @Override
  public boolean isEmpty() {
    return !request.content().hasEntity();
  }

  @Override
  public String text() {
    if (text.isEmpty()) {
      text = Optional.of(isEmpty() ? "" : readText());
    }
    return text.get();
  }

  private String readText() {
    OptionalLong length = request.headers().contentLength();
    if (length.isPresent() && length.getAsLong() > longestText) {
      throw tooLong();
    }
    try {
      byte[] body = stream().readNBytes(longestText + 1);
      if (body.length > longestText) {
        throw tooLong();
      }
      return new String(body, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RedfishException tooLong() {
    return new RedfishException(413, Message.of(BaseMessage.PAYLOAD_TOO_LARGE));
  }

  @Override
  public InputStream stream() {
    if (stream.isEmpty()) {
      stream = Optional.of(counted());
    }
    return stream.get();
  }

  /** The library gives it once only. */
  private InputStream counted() {
    return new FilterInputStream(request.content().inputStream()) {
      @Override
      public int read() throws IOException {
        int octet = super.read();
        seen(octet < 0 ? -1 : 1);
        return octet;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        seen(read);
        return read;
      }
    };
  }

  private void seen(int read) {
    if (read < 0) {
      ended = true;
    } else {
      octets += read;
    }
  }

  /** Reads what is left of the body; whether more is left than is worth it. */
  boolean isLeft() {
    if (isEmpty() || ended) {
      return false;
    }
    OptionalLong length = request.headers().contentLength();
    if (length.isEmpty() || length.getAsLong() - octets > longestText) {
      return true;
    }
    try {
      stream().transferTo(OutputStream.nullOutputStream());
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
