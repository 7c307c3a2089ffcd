package io.anyrack.acceptance;

import java.util.HexFormat;

/** Small programs for machines without a system, as an assembler lists them. */
final class MachineCode {
  private MachineCode() {}

  /** The octets with which each line of a listing begins. */
  static byte[] of(String listing) {
    return HexFormat.of()
        .parseHex(listing.replaceAll("(?m)^([0-9a-f]+).*$", "$1").replace("\n", ""));
  }
}
