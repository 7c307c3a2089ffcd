package io.anyrack.ipmi.sol;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A serial-over-LAN payload (IPMI 2.0 §15.9). Immutable.
 *
 * <pre>
 * sequence  acknowledged sequence  accepted characters  operation or status  characters...
 * </pre>
 */
public final class SolPacket {
  /** Both ways: the characters were not all taken. */
  public static final int NACK = 0x40;

  /** From the BMC: characters cannot be taken now. */
  public static final int TRANSFER_UNAVAILABLE = 0x20;

  /** From the BMC: serial over LAN ends here. */
  public static final int DEACTIVATED = 0x10;

  /** From the BMC: characters were lost before this packet. */
  public static final int OVERRUN = 0x08;

  /** To the BMC: send a break. */
  public static final int BREAK = 0x10;

  /** To the BMC: forget what was not sent to the console yet. */
  public static final int FLUSH_OUTBOUND = 0x01;

  /** The octets before the characters. */
  public static final int HEADER = 4;

  private static final byte[] NOTHING = {};

  private final int sequence;
  private final int acknowledged;
  private final int accepted;
  private final int flags;
  private final byte[] characters;

  private SolPacket(int sequence, int acknowledged, int accepted, int flags, byte[] characters) {
    this.sequence = sequence;
    this.acknowledged = acknowledged;
    this.accepted = accepted;
    this.flags = flags;
    this.characters = characters;
  }

  /** A packet with characters, which asks to be acknowledged. */
  public static SolPacket data(int sequence, int flags, byte[] characters) {
    return new SolPacket(sequence, 0, 0, flags, characters);
  }

  /** A packet that only says what was taken. */
  public static SolPacket acknowledgement(int acknowledged, int accepted, int flags) {
    return new SolPacket(0, acknowledged, accepted, flags, NOTHING);
  }

  /** Reads the payload; empty if it is truncated. */
  public static Optional<SolPacket> parse(ByteBuffer in) {
    if (in.remaining() < HEADER) {
      return Optional.empty();
    }
    int sequence = in.get() & 0x0f;
    int acknowledged = in.get() & 0x0f;
    int accepted = in.get() & 0xff;
    int flags = in.get() & 0xff;
    byte[] characters = new byte[in.remaining()];
    in.get(characters);
    return Optional.of(new SolPacket(sequence, acknowledged, accepted, flags, characters));
  }

  /** Writes the payload. */
  public void write(ByteBuffer out) {
    out.put((byte) sequence).put((byte) acknowledged).put((byte) accepted).put((byte) flags);
    out.put(characters);
  }

  /** 1 to 15; 0: nothing to acknowledge. */
  public int sequence() {
    return sequence;
  }

  /** The sequence number this packet acknowledges; 0: none. */
  public int acknowledged() {
    return acknowledged;
  }

  /** How many characters of the acknowledged packet were taken. */
  public int accepted() {
    return accepted;
  }

  /** Operation (to the BMC) or status (from it). */
  public int flags() {
    return flags;
  }

  /** Whether a flag is set. */
  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** How many characters the packet carries. */
  public int length() {
    return characters.length;
  }

  /** A copy of the characters. */
  public byte[] characters() {
    return characters.clone();
  }

  @Override
  public String toString() {
    return "sequence %d acknowledges %d (%d accepted) flags %02x with %d characters"
        .formatted(sequence, acknowledged, accepted, flags, characters.length);
  }
}
