package io.anyrack.redfish.http;

import java.util.HexFormat;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which version of a resource this is: a hash of what it says, but for the clock (RFC 9110 §8.8.3).
 */
final class ETag {
  private static final Set<String> OF_THE_MOMENT = Set.of("DateTime", "DateTimeLocalOffset");
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private ETag() {}

  static String of(ObjectNode node) {
    long[] hash = {FNV_OFFSET};
    node.forEachEntry(
        (name, value) -> {
          if (!OF_THE_MOMENT.contains(name)) {
            hash[0] = mix(mix(hash[0], name), value);
          }
        });
    return '"' + HexFormat.of().toHexDigits(hash[0]) + '"';
  }

  private static long mix(long hash, JsonNode value) {
    return mix(hash, value.toString());
  }

  private static long mix(long hash, String text) {
    long mixed = hash;
    for (int i = 0; i < text.length(); i++) {
      mixed = (mixed ^ text.charAt(i)) * FNV_PRIME;
    }
    return (mixed ^ 0xff) * FNV_PRIME;
  }

  /** Whether a header If-Match or If-None-Match names this version. */
  static boolean matches(String header, String etag) {
    if (header.trim().equals("*")) {
      return true;
    }
    for (String each : header.split(",", -1)) {
      String tag = each.trim();
      if (tag.equals(etag) || tag.equals("W/" + etag)) {
        return true;
      }
    }
    return false;
  }
}
