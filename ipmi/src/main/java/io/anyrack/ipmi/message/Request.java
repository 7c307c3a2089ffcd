package io.anyrack.ipmi.message;

import java.util.Arrays;

/**
 * A command as it comes from any channel, without what carried it (IPMI 2.0 §5).
 *
 * <p>Immutable.
 */
public final class Request {
  private final int netFn;
  private final int lun;
  private final int command;
  private final byte[] data;

  /**
   * A request.
   *
   * @param netFn the network function, 0 to 0x3e, even
   * @param lun 0 to 3
   * @param command 0 to 0xff
   * @param data the request data; the array must not change any more
   */
  public Request(int netFn, int lun, int command, byte[] data) {
    this.netFn = netFn;
    this.lun = lun;
    this.command = command;
    this.data = data;
  }

  /** The network function. */
  public int netFn() {
    return netFn;
  }

  /** The responder's logical unit. */
  public int lun() {
    return lun;
  }

  /** The command's number within the network function. */
  public int command() {
    return command;
  }

  /** How many octets of request data there are. */
  public int length() {
    return data.length;
  }

  /**
   * Octet {@code index} of the request data, unsigned; 0-based, where the standard counts from 1.
   */
  public int octet(int index) {
    return data[index] & 0xff;
  }

  /** Two octets of the request data, least significant first. */
  public int halfWord(int index) {
    return octet(index) | octet(index + 1) << 8;
  }

  /** A part of the request data, to its end. */
  public byte[] from(int index) {
    return Arrays.copyOfRange(data, index, data.length);
  }

  /** Four octets of the request data, least significant first. */
  public int word(int index) {
    return octet(index) | octet(index + 1) << 8 | octet(index + 2) << 16 | octet(index + 3) << 24;
  }

  /** Whether both ask for the same. */
  public boolean sameAs(Request other) {
    return netFn == other.netFn
        && lun == other.lun
        && command == other.command
        && Arrays.equals(data, other.data);
  }

  @Override
  public String toString() {
    return "%02x/%02x with %d octets".formatted(netFn, command, data.length);
  }
}
