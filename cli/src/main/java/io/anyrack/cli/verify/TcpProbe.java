package io.anyrack.cli.verify;

import io.anyrack.local.ethernet.Frame;
import io.anyrack.local.ip.Headers;
import io.anyrack.local.ip.InternetChecksum;
import io.anyrack.local.ip.Ipv4Packet;
import io.anyrack.rack.RackException;
import io.anyrack.rack.address.Endpoint;
import io.anyrack.rack.address.MacAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One HTTP request over a TCP connection made of frames (RFC 9293), as a guest would make it. */
final class TcpProbe {
  private static final int HEADER = 20;
  private static final int SYN = 2;
  private static final int RST = 4;
  private static final int ACK = 16;
  private static final int WINDOW = 8192;
  private static final int FIRST_EPHEMERAL = 49152;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})[^0-9].*");

  private final Standpoint from;
  private final Endpoint to;
  private final MacAddress via;
  private final Exchange exchange;
  private final int port;
  private final int start;

  /** A connection to {@code to} through the machine at {@code via}; nothing is sent yet. */
  TcpProbe(
      Standpoint from, Endpoint to, MacAddress via, Duration patience, RandomGenerator random) {
    this.from = from;
    this.to = to;
    this.via = via;
    this.exchange = new Exchange(from, patience);
    this.port = FIRST_EPHEMERAL + random.nextInt(1 << 14);
    this.start = random.nextInt();
  }

  private record Seen(int sequence, int flags, String text) {}

  /**
   * The status of the answer to a GET.
   *
   * @throws RackException if there is no such answer
   */
  int get(String path) throws InterruptedException {
    Seen opened =
        exchange
            .ask(segment(start, 0, SYN, new byte[0]), this::read)
            .orElseThrow(() -> new RackException("nothing answers at " + to));
    if ((opened.flags() & RST) != 0) {
      throw new RackException("nobody listens at " + to);
    }
    int next = opened.sequence() + 1;
    byte[] request =
        "GET %s HTTP/1.0\r\nHost: %s\r\n\r\n"
            .formatted(path, to.address())
            .getBytes(StandardCharsets.US_ASCII);
    Optional<Seen> answer =
        exchange.ask(
            segment(start + 1, next, ACK, request),
            frame -> read(frame).filter(seen -> !seen.text().isEmpty()));
    Optional<String> _ =
        from.tap().send(segment(start + 1 + request.length, next, RST | ACK, new byte[0]));
    Matcher status =
        STATUS.matcher(
            answer.map(seen -> seen.text().lines().findFirst().orElse("") + " ").orElse(""));
    if (!status.matches()) {
      throw new RackException("whoever listens at " + to + " does not speak HTTP");
    }
    return Integer.parseInt(status.group(1));
  }

  private byte[] segment(int sequence, int acknowledged, int flags, byte[] data) {
    int length = HEADER + data.length;
    ByteBuffer frame = ByteBuffer.allocate(Headers.LENGTH + length);
    Headers.ipv4(frame, via, from.mac(), from.source(), to.address(), Ipv4Packet.TCP, length);
    int at = Headers.LENGTH;
    frame.putShort(at, (short) port).putShort(at + 2, (short) to.port());
    frame.putInt(at + 4, sequence).putInt(at + 8, acknowledged);
    frame.put(at + 12, (byte) ((HEADER / 4) << 4)).put(at + 13, (byte) flags);
    frame.putShort(at + 14, (short) WINDOW);
    frame.put(at + HEADER, data);
    long sum =
        InternetChecksum.pseudoHeader(
                from.source().bits(), to.address().bits(), Ipv4Packet.TCP, length)
            + InternetChecksum.sum(frame, at, length);
    frame.putShort(at + 16, (short) InternetChecksum.fold(sum));
    return frame.array();
  }

  private Optional<Seen> read(Frame frame) {
    return Exchange.ip(frame)
        .filter(packet -> packet.protocol() == Ipv4Packet.TCP && !packet.fragment())
        .filter(packet -> packet.source().equals(to.address()) && packet.length() >= HEADER)
        .filter(packet -> frame.u16(packet.payload()) == to.port())
        .filter(packet -> frame.u16(packet.payload() + 2) == port)
        .flatMap(TcpProbe::seen)
        .filter(seen -> (seen.flags() & (SYN | RST | ACK)) != 0);
  }

  private static Optional<Seen> seen(Ipv4Packet packet) {
    Frame frame = packet.frame();
    int at = packet.payload();
    int header = (frame.u8(at + 12) >>> 4) * 4;
    return header < HEADER || header > packet.length()
        ? Optional.empty()
        : Optional.of(
            new Seen(
                frame.i32(at + 4),
                frame.u8(at + 13),
                new String(
                    frame.copy(at + header, packet.length() - header), StandardCharsets.US_ASCII)));
  }
}
