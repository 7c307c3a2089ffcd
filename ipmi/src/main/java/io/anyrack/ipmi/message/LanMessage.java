package io.anyrack.ipmi.message;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A request in the form it has on a LAN channel (IPMI 2.0 §13.8).
 *
 * <pre>
 * rsAddr  netFn/rsLUN  checksum  rqAddr  rqSeq/rqLUN  cmd  data...  checksum
 * </pre>
 *
 * @param requesterAddress the requester's address, for a remote console 0x81
 * @param requesterSequence 0 to 63; the same for a request and its retransmissions
 * @param requesterLun the requester's logical unit
 * @param request what is asked
 */
public record LanMessage(
    int requesterAddress, int requesterSequence, int requesterLun, Request request) {
  private static final int BMC_ADDRESS = 0x20;
  private static final int SHORTEST = 7;

  /**
   * Reads a request to the BMC from all that remains in {@code in}. Empty if it is truncated, a
   * checksum is wrong, it is an answer, or it is for somebody else.
   */
  public static Optional<LanMessage> parse(ByteBuffer in) {
    int length = in.remaining();
    int start = in.position();
    if (length < SHORTEST
        || checksum(in, start, start + 2) != in.get(start + 2)
        || checksum(in, start + 3, start + length - 1) != in.get(start + length - 1)) {
      return Optional.empty();
    }
    int responder = in.get() & 0xff;
    int netFnLun = in.get() & 0xff;
    in.get();
    int requester = in.get() & 0xff;
    int sequenceLun = in.get() & 0xff;
    int command = in.get() & 0xff;
    if (responder != BMC_ADDRESS || (netFnLun & 0x04) != 0) {
      return Optional.empty();
    }
    byte[] data = new byte[length - SHORTEST];
    in.get(data).get();
    return Optional.of(
        new LanMessage(
            requester,
            sequenceLun >> 2,
            sequenceLun & 0x03,
            new Request(netFnLun >> 2, netFnLun & 0x03, command, data)));
  }

  /** Writes this request. */
  public void write(ByteBuffer out) {
    int start = out.position();
    out.put((byte) BMC_ADDRESS).put((byte) (request.netFn() << 2 | request.lun()));
    out.put(checksum(out, start, start + 2));
    out.put((byte) requesterAddress).put((byte) (requesterSequence << 2 | requesterLun));
    out.put((byte) request.command()).put(request.from(0));
    out.put(checksum(out, start + 3, out.position()));
  }

  /** Writes the answer to this request. */
  public void answer(Response response, ByteBuffer out) {
    int start = out.position();
    out.put((byte) requesterAddress);
    out.put((byte) ((request.netFn() | 1) << 2 | requesterLun));
    out.put(checksum(out, start, start + 2));
    out.put((byte) BMC_ADDRESS);
    out.put((byte) (requesterSequence << 2 | request.lun()));
    out.put((byte) request.command());
    response.write(out);
    out.put(checksum(out, start + 3, out.position()));
  }

  /** The octet that makes the sum of all octets zero. */
  private static byte checksum(ByteBuffer octets, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum += octets.get(i);
    }
    return (byte) -sum;
  }
}
