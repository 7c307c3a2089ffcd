package io.anyrack.ipmi.inband;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * Finds the requests in the octets QEMU sends. QEMU's own commands (its version, its capabilities,
 * a reset of the machine) need no answer and are skipped. For one connection.
 */
final class VmDecoder {
  private final int longest;
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private boolean escaped;
  private boolean tooLong;

  /** Drops messages of more than {@code longest} octets. */
  VmDecoder(int longest) {
    this.longest = longest;
  }

  /** Takes one octet; returns the request that it completes. */
  Optional<VmMessage> add(byte octet) {
    int value = octet & 0xff;
    switch (value) {
      case VmMessage.END_OF_MESSAGE, VmMessage.END_OF_CONTROL -> {
        boolean whole = value == VmMessage.END_OF_MESSAGE && !escaped && !tooLong;
        byte[] octets = message.toByteArray();
        message.reset();
        escaped = false;
        tooLong = false;
        return whole ? VmMessage.parse(octets) : Optional.empty();
      }
      case VmMessage.ESCAPE -> escaped = true;
      default -> {
        tooLong |= message.size() == longest;
        if (!tooLong) {
          message.write(escaped ? value & ~VmMessage.ESCAPED : value);
        }
        escaped = false;
      }
    }
    return Optional.empty();
  }
}
