package io.anyrack.netboot.wire;

/** A packet breaks its format; the message says where. Whoever receives it drops the packet. */
public final class MalformedPacketException extends RuntimeException {
  /** What is wrong. */
  public MalformedPacketException(String message) {
    super(message);
  }
}
