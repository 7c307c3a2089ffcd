package io.anyrack.local.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.local.ethernet.EtherType;
import io.anyrack.local.ethernet.Frame;
import io.anyrack.local.ip.Headers;
import io.anyrack.local.ip.InternetChecksum;
import io.anyrack.local.ip.Ipv4Packet;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The least TCP a guest can do: it takes what comes in order and acknowledges each segment. */
final class GuestTcp {
  static final int FIN = 1;
  static final int SYN = 2;
  static final int RST = 4;
  static final int ACK = 16;

  private static final int HEADER = 20;
  private static final byte[] MAXIMUM_SEGMENT_SIZE_1460 = {2, 4, 0x05, (byte) 0xb4};

  private final Guest guest;
  private final MacAddress gateway;
  private final Ipv4Address destination;
  private final int port;
  private int next = 1000;
  private int expected;
  private int largest;

  GuestTcp(Guest guest, MacAddress gateway, String destination, int port) {
    this.guest = guest;
    this.gateway = gateway;
    this.destination = Ipv4Address.parse(destination);
    this.port = port;
  }

  /** The largest IP packet that came. */
  int largest() {
    return largest;
  }

  /** Sends a SYN; the flags of the answer. */
  int connect() throws IOException, InterruptedException {
    send(SYN, MAXIMUM_SEGMENT_SIZE_1460);
    Ipv4Packet answer = receive();
    int flags = flags(answer);
    expected = sequence(answer) + 1;
    next++;
    if (flags == (SYN | ACK)) {
      send(ACK, new byte[0]);
    }
    return flags;
  }

  void send(byte[] content) throws IOException {
    send(ACK, content);
    next += content.length;
  }

  void finish() throws IOException {
    send(FIN | ACK, new byte[0]);
    next++;
  }

  /** Everything up to the backend's FIN. */
  byte[] readAll() throws IOException, InterruptedException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    while (true) {
      Ipv4Packet packet = receive();
      assertThat(flags(packet) & RST).as("reset").isZero();
      if (sequence(packet) != expected) {
        send(ACK, new byte[0]);
        continue;
      }
      int length = packet.length() - HEADER;
      content.writeBytes(packet.frame().copy(packet.payload() + HEADER, length));
      expected += length;
      boolean last = (flags(packet) & FIN) != 0;
      expected += last ? 1 : 0;
      if (last || length > 0) {
        send(ACK, new byte[0]);
      }
      if (last) {
        return content.toByteArray();
      }
    }
  }

  private Ipv4Packet receive() throws InterruptedException {
    while (true) {
      Frame frame = Frame.of(guest.receive());
      assertThat(frame.length()).as("connected").isPositive();
      if (frame.etherType() == EtherType.IPV4) {
        Ipv4Packet packet = Ipv4Packet.read(frame).orElseThrow();
        assertThat(InternetChecksum.fold(packet.transportSum())).as("checksum").isZero();
        largest = Math.max(largest, frame.length() - Frame.HEADER);
        return packet;
      }
    }
  }

  private static int sequence(Ipv4Packet packet) {
    return packet.frame().i32(packet.payload() + 4);
  }

  private static int flags(Ipv4Packet packet) {
    return packet.frame().u8(packet.payload() + 13) & (FIN | SYN | RST | ACK);
  }

  private void send(int flags, byte[] content) throws IOException {
    int length = HEADER + content.length;
    ByteBuffer frame = ByteBuffer.allocate(Headers.LENGTH + length);
    Ipv4Address own = Ipv4Address.parse("192.0.2.11");
    MacAddress mac = MacAddress.parse("00:16:3e:00:00:01");
    Headers.ipv4(frame, gateway, mac, own, destination, Ipv4Packet.TCP, length);
    frame.position(Headers.LENGTH).putShort((short) 4096).putShort((short) port);
    frame.putInt(next).putInt(expected).put((byte) (flags == SYN ? 0x60 : 0x50)).put((byte) flags);
    frame.putShort((short) 0xffff).putInt(0).put(content);
    long sum =
        InternetChecksum.pseudoHeader(own.bits(), destination.bits(), Ipv4Packet.TCP, length)
            + InternetChecksum.sum(frame, Headers.LENGTH, length);
    frame.putShort(Headers.LENGTH + 16, (short) InternetChecksum.fold(sum));
    guest.send(frame.array());
  }
}
