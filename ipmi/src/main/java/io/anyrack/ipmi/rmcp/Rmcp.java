package io.anyrack.ipmi.rmcp;

import java.nio.ByteBuffer;

/** The RMCP header (ASF 2.0 §3.2.2.2): version 6, reserved, sequence, class of message. */
public final class Rmcp {
  /** The length of the header. */
  public static final int HEADER = 4;

  private static final int VERSION = 0x06;
  private static final int NO_ACKNOWLEDGEMENT = 0xff;
  private static final int CLASS_ASF = 0x06;
  private static final int CLASS_IPMI = 0x07;

  private Rmcp() {}

  /** What an RMCP packet carries. */
  public enum Content {
    /** An ASF message follows. */
    ASF,
    /** An IPMI session header follows. */
    IPMI,
    /** Nothing for a BMC: an acknowledgement, another class, another version, or no RMCP at all. */
    OTHER
  }

  /** Reads the header; what it announces remains in {@code in}. */
  public static Content parse(ByteBuffer in) {
    if (in.remaining() < HEADER || in.get() != VERSION) {
      return Content.OTHER;
    }
    in.get();
    in.get(); // IPMI never acknowledges RMCP messages (IPMI 2.0 §13.1.1); a pong is answer enough.
    return switch (in.get() & 0xff) {
      case CLASS_ASF -> Content.ASF;
      case CLASS_IPMI -> Content.IPMI;
      default -> Content.OTHER;
    };
  }

  /** Writes the header of an IPMI packet. */
  public static void writeIpmi(ByteBuffer out) {
    write(CLASS_IPMI, out);
  }

  static void writeAsf(ByteBuffer out) {
    write(CLASS_ASF, out);
  }

  private static void write(int messageClass, ByteBuffer out) {
    out.put((byte) VERSION).put((byte) 0).put((byte) NO_ACKNOWLEDGEMENT).put((byte) messageClass);
  }
}
