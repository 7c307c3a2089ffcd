package io.anyrack.ipmi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A fuzzer's octets as a few parts, each behind an octet with its length. */
public final class Parts {
  private Parts() {}

  /** The first {@code most} parts; the last one may be shorter than it says. */
  public static List<byte[]> of(byte[] octets, int most) {
    List<byte[]> parts = new ArrayList<>();
    int at = 0;
    while (at < octets.length && parts.size() < most) {
      int end = Math.min(octets.length, at + 1 + (octets[at] & 0xff));
      parts.add(Arrays.copyOfRange(octets, at + 1, end));
      at = end;
    }
    return parts;
  }
}
