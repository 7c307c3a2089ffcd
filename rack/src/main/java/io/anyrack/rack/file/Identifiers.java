package io.anyrack.rack.file;

import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What identifies nodes and ports: the same from the same names, on every machine. */
final class Identifiers {
  /**
   * Xensource's OUI: a globally administered prefix that hypervisors use. Inspection of recent
   * ironic-python-agent ignores MACs whose local bit is set.
   */
  private static final long OUI = 0x00163eL << 24;

  private static final int SUFFIX_MASK = 0xff_ffff;

  private final String rack;
  private final Set<MacAddress> taken;

  /**
   * Identifiers of one rack.
   *
   * @param taken the MACs that the file gives out itself
   */
  Identifiers(String rack, Set<MacAddress> taken) {
    this.rack = rack;
    this.taken = new HashSet<>(taken);
  }

  /** The MAC of a port; where the name's own is taken, the next one that is free. */
  MacAddress mac(String port) {
    byte[] hash = Sha256.of(rack + "/" + port).octets();
    int suffix = (hash[0] & 0xff) << 16 | (hash[1] & 0xff) << 8 | (hash[2] & 0xff);
    while (!taken.add(new MacAddress(OUI | suffix))) {
      suffix = suffix + 1 & SUFFIX_MASK;
    }
    return new MacAddress(OUI | suffix);
  }

  /** A name-based UUID (RFC 9562 §5.3). */
  static UUID uuid(String rack, String node) {
    return UUID.nameUUIDFromBytes(
        ("anyrack/" + rack + "/" + node).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The names of a node's ports: {@code node/network}, and {@code node/network/2} for a second port
   * on the same network. They stay the same when other networks come or go.
   *
   * @param networks the networks of the node's ports, in order
   */
  static List<String> ports(String node, List<String> networks) {
    Map<String, Integer> seen = new HashMap<>();
    List<String> ports = new ArrayList<>();
    for (String network : networks) {
      int ordinal = seen.merge(network, 1, Integer::sum);
      ports.add(node + "/" + network + (ordinal == 1 ? "" : "/" + ordinal));
    }
    return ports;
  }
}
