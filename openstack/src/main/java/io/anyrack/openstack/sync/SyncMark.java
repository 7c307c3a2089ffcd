package io.anyrack.openstack.sync;

import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.Port.AddressPair;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.digest.Sha256;
import io.anyrack.rack.sync.GuardedPort.Pair;
import io.anyrack.rack.sync.Mark;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A port's {@link Mark}, as the last word of its description: {@code sync=}, an {@code @} if its
 * addresses are sync's, and four characters for each pair that is. A description is changed in the
 * same request as pairs and addresses, which tags are not, and it needs no further access rule.
 */
public final class SyncMark {
  private static final String WORD = " sync=";
  private static final String ADDRESSES = "@";
  private static final int LETTERS = 4;

  /** Neutron's longest description. */
  private static final int LONGEST = 255;

  private final boolean addresses;
  private final Set<String> digests;

  private SyncMark(boolean addresses, Set<String> digests) {
    this.addresses = addresses;
    this.digests = digests;
  }

  /** What a port's description says. */
  public static SyncMark of(Port port) {
    int word = port.description().lastIndexOf(WORD);
    String text = word < 0 ? "" : port.description().substring(word + WORD.length());
    boolean addresses = text.startsWith(ADDRESSES);
    String all = text.substring(addresses ? ADDRESSES.length() : 0);
    Set<String> digests = new HashSet<>();
    for (int i = 0; i + LETTERS <= all.length(); i += LETTERS) {
      digests.add(all.substring(i, i + LETTERS));
    }
    return new SyncMark(addresses, digests);
  }

  /** Whether the port's IPv4 addresses are sync's. */
  public boolean addresses() {
    return addresses;
  }

  /** Those of the port's pairs that are sync's, as Neutron has them. */
  public static List<AddressPair> added(Port port) {
    SyncMark mark = of(port);
    MacAddress own = MacAddress.parse(port.mac());
    return port.allowedPairs().stream()
        .filter(pair -> mark.digests.contains(digest(PortReader.pair(pair, own))))
        .toList();
  }

  /** The mark as far as it is about pairs the port still has. */
  Mark among(Collection<Pair> pairs) {
    return new Mark(
        addresses,
        pairs.stream().filter(pair -> digests.contains(digest(pair))).collect(Collectors.toSet()));
  }

  /** The description of a port with another mark. */
  static String described(Port port, Mark mark) {
    String text =
        (mark.addresses() ? ADDRESSES : "")
            + mark.pairs().stream()
                .map(SyncMark::digest)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining());
    return plain(port) + (text.isEmpty() ? "" : WORD + text);
  }

  /** How many pairs of sync's a port's description has room for. */
  static int room(Port port) {
    return (LONGEST - plain(port).length() - WORD.length() - ADDRESSES.length()) / LETTERS;
  }

  private static String plain(Port port) {
    int word = port.description().lastIndexOf(WORD);
    return word < 0 ? port.description() : port.description().substring(0, word);
  }

  private static String digest(Pair pair) {
    return Sha256.of(pair.toString()).letters(LETTERS);
  }
}
