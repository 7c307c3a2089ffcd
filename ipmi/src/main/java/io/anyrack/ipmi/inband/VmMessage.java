package io.anyrack.ipmi.inband;

import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.message.Response;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A request as QEMU's {@code ipmi-bmc-extern} sends it.
 *
 * <pre>
 * sequence  netFn/LUN  cmd  data...  checksum  A0
 * </pre>
 *
 * <p>The sum of the octets before the end mark is zero. A0, A1 (the end mark of QEMU's own
 * commands) and AA are sent as AA and the octet with bit 4 set.
 *
 * @param sequence comes back in the answer
 * @param request what is asked
 */
record VmMessage(int sequence, Request request) {
  static final int END_OF_MESSAGE = 0xa0;
  static final int END_OF_CONTROL = 0xa1;
  static final int ESCAPE = 0xaa;
  static final int ESCAPED = 0x10;

  private static final int SHORTEST = 4;

  /** Reads what was before the end mark; empty if it is truncated or its sum is not zero. */
  static Optional<VmMessage> parse(byte[] octets) {
    if (octets.length < SHORTEST || sum(octets, octets.length) != 0) {
      return Optional.empty();
    }
    int netFnLun = octets[1] & 0xff;
    byte[] data = Arrays.copyOfRange(octets, 3, octets.length - 1);
    return Optional.of(
        new VmMessage(
            octets[0] & 0xff, new Request(netFnLun >> 2, netFnLun & 0x03, octets[2] & 0xff, data)));
  }

  /** The answer, ready to be sent. */
  byte[] answer(Response response) {
    byte[] octets = new byte[5 + response.length()];
    ByteBuffer out = ByteBuffer.wrap(octets);
    out.put((byte) sequence).put((byte) ((request.netFn() | 1) << 2 | request.lun()));
    out.put((byte) request.command());
    response.write(out);
    out.put((byte) -sum(octets, octets.length - 1));
    ByteArrayOutputStream escaped = new ByteArrayOutputStream(octets.length + 8);
    for (byte octet : octets) {
      switch (octet & 0xff) {
        case END_OF_MESSAGE, END_OF_CONTROL, ESCAPE -> {
          escaped.write(ESCAPE);
          escaped.write(octet | ESCAPED);
        }
        default -> escaped.write(octet);
      }
    }
    escaped.write(END_OF_MESSAGE);
    return escaped.toByteArray();
  }

  private static byte sum(byte[] octets, int length) {
    byte sum = 0;
    for (int i = 0; i < length; i++) {
      sum += octets[i];
    }
    return sum;
  }
}
