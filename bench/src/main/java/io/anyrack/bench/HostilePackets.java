package io.anyrack.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/** What should never reach a BMC: noise, pieces of real packets, and real packets with faults. */
final class HostilePackets {
  private static final int LONGEST = 1024;

  /** RMCP class IPMI, RMCP+ outside a session: type and length follow. */
  private static final String PLUS = "0600ff0706%s0000000000000000%s";

  private static final List<byte[]> REAL =
      List.of(
          hex("0600ff06000011be80000000"), // Presence ping.
          hex("0600ff07000000000000000000092018c88100388e04b5"), // Authentication capabilities.
          hex(
              PLUS.formatted("10", "2000")
                  + "00000000a4a3a2a0"
                  + "0000000803000000"
                  + "0100000804000000"
                  + "0200000801000000"),
          hex(
              PLUS.formatted("12", "2100")
                  + "00000000"
                  + "11223344".repeat(5)
                  + "0400000561646d696e"),
          hex(PLUS.formatted("14", "2800") + "00000000" + "11223344" + "5a".repeat(32)),
          hex(PLUS.formatted("11", "2400") + "00".repeat(36)), // An answer: for consoles only.
          hex("0600ff0706c0" + "11223344" + "01000000" + "2000" + "a5".repeat(48)),
          hex("0600ff07060111223344" + "01000000" + "0800" + "0000000000000000"));

  private static final int TYPE = 5;
  private static final int SESSION_ID = 6;
  private static final int PAYLOAD = 16;
  private static final int OPEN_SESSION_RESPONSE = 0x11;

  private final RandomGenerator random;
  private int sessionId;

  HostilePackets(RandomGenerator random) {
    this.random = random;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  /** Takes an answer: where a login was begun, what follows goes on with it. */
  void answered(ByteBuffer packet) {
    if (packet.remaining() >= PAYLOAD + 12 && packet.get(TYPE) == OPEN_SESSION_RESPONSE) {
      sessionId = packet.getInt(PAYLOAD + 8);
    }
  }

  byte[] next() {
    byte[] real = REAL.get(random.nextInt(REAL.size())).clone();
    ByteBuffer packet = ByteBuffer.wrap(real);
    if (real.length > PAYLOAD) {
      switch (real[TYPE]) {
        case 0x12, 0x14 -> packet.putInt(PAYLOAD + 4, sessionId);
        case 0x01, (byte) 0xc0 -> packet.putInt(SESSION_ID, sessionId);
        default -> {}
      }
    }
    return switch (random.nextInt(5)) {
      case 0 -> noise(random.nextInt(LONGEST));
      case 1 -> Arrays.copyOf(real, random.nextInt(real.length));
      case 2 -> followed(real);
      case 3 -> real;
      default -> damaged(real);
    };
  }

  private byte[] noise(int length) {
    byte[] octets = new byte[length];
    random.nextBytes(octets);
    return octets;
  }

  private byte[] followed(byte[] real) {
    byte[] longer = noise(real.length + random.nextInt(64));
    System.arraycopy(real, 0, longer, 0, real.length);
    return longer;
  }

  private byte[] damaged(byte[] real) {
    for (int i = 0; i <= random.nextInt(4); i++) {
      // Behind the RMCP header, so that most of them are looked at.
      int at = 4 + random.nextInt(real.length - 4);
      real[at] = (byte) random.nextInt(256);
    }
    return real;
  }
}
