package io.anyrack.local.qemu;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/** Writes a flash of UEFI variables the way firmware does: one record behind the other. */
final class Flash {
  /** Vendors as they stand in a record. */
  static final String GLOBAL = "61dfe48bca93d211aa0d00e098032b8c";

  static final String IMAGES = "cbb219d73a3d9645a3bcdad00e67656f";
  static final String FIRMWARE = "c70ba3f008af564599c4001009c93a44";

  private static final int SIZE = 4096;
  private static final int STORE = 0x48;
  private static final int STORE_SIZE = 2048;
  private final ByteBuffer octets = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);

  Flash() {
    Arrays.fill(octets.array(), (byte) 0xff);
    octets.put(0x28, "_FVH".getBytes(US_ASCII)).putShort(0x30, (short) STORE);
    octets.position(STORE);
    octets.put(HexFormat.of().parseHex("782cf3aa7b949a43a1802e144ec37792"));
    octets.putInt(STORE_SIZE).put((byte) 0x5a).put((byte) 0xfe).putShort((short) 0).putInt(0);
    octets.put(SIZE - 1, (byte) 'X');
  }

  /** Adds a record whose state is an octet of EDK II's: 3f is there, 3c is deleted. */
  Flash record(int state, String vendor, String name, int... data) {
    byte[] text = (name + "\0").getBytes(UTF_16LE);
    octets.putShort((short) 0x55aa).put((byte) state).put((byte) 0).putInt(0x27).putLong(0);
    octets.put(new byte[16]).putInt(0).putInt(text.length).putInt(data.length);
    octets.put(HexFormat.of().parseHex(vendor)).put(text);
    for (int octet : data) {
      octets.put((byte) octet);
    }
    octets.position((octets.position() + 3) & ~3);
    return this;
  }

  /** Keys of somebody, each with one octet that tells whose. */
  Flash keys(int whose) {
    return record(0x3f, GLOBAL, "PK", whose)
        .record(0x3f, GLOBAL, "KEK", whose)
        .record(0x3f, IMAGES, "db", whose)
        .record(0x3f, IMAGES, "dbx", whose);
  }

  byte[] octets() {
    return octets.array().clone();
  }

  UefiVariables read() {
    return UefiVariables.read(octets()).orElseThrow();
  }
}
