package io.anyrack.ipmi.lan;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The working memory of the thread that serves LAN channels; each buffer has one use at a time. */
public final class Buffers {
  /** Longer datagrams are no IPMI: the longest payload is a serial-over-LAN packet. */
  public static final int LONGEST_DATAGRAM = 1024;

  private final ByteBuffer plain = allocate();
  private final ByteBuffer payload = allocate();
  private final ByteBuffer packet = allocate();

  /** A cleared little-endian heap buffer with room for any datagram. */
  public static ByteBuffer allocate() {
    return ByteBuffer.allocate(LONGEST_DATAGRAM).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** For a received payload in the clear. */
  ByteBuffer plain() {
    return plain.clear();
  }

  /** For the payload of an answer. */
  ByteBuffer payload() {
    return payload.clear();
  }

  /** For the packet to send. */
  ByteBuffer packet() {
    return packet.clear();
  }
}
