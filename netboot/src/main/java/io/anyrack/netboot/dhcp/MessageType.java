package io.anyrack.netboot.dhcp;

import java.util.Arrays;
import java.util.Optional;

/** What a DHCP message is (RFC 2132 §9.6). */
public enum MessageType {
  /** A client looks for servers. */
  DISCOVER(1),
  /** A server offers an address. */
  OFFER(2),
  /** A client asks for an address, or for more time with it. */
  REQUEST(3),
  /** A client found its address in use. */
  DECLINE(4),
  /** The server gives the address. */
  ACK(5),
  /** The server refuses the address. */
  NAK(6),
  /** A client gives its address back. */
  RELEASE(7),
  /** A client has an address and wants the other parameters. */
  INFORM(8);

  private final int code;

  MessageType(int code) {
    this.code = code;
  }

  /** The value on the wire. */
  int code() {
    return code;
  }

  static Optional<MessageType> of(int code) {
    return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
  }
}
