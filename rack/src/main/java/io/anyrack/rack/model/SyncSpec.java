package io.anyrack.rack.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Address sync that the rack's service does.
 *
 * @param sources who says which addresses are used, the most important first; at least one
 * @param vipRoles whose nodes may use the VIPs of an installer's Neutron; empty: all
 */
public record SyncSpec(List<Source> sources, Set<String> vipRoles) {
  /** Copies list and set. */
  public SyncSpec {
    sources = List.copyOf(sources);
    vipRoles = Set.copyOf(vipRoles);
  }

  /** What sources there are. */
  public enum Kind {
    /** A file a person writes. */
    STATIC("FILE"),
    /** A directory of dnsmasq's host files. */
    DNSMASQ_HOSTS("DIRECTORY"),
    /** dnsmasq's lease file. */
    DNSMASQ_LEASES("FILE"),
    /** An installer's Neutron, by its entry in clouds.yaml. */
    NEUTRON("CLOUD"),
    /** What nodes on the local switch say of themselves, within a network. */
    OBSERVED("CIDR");

    private final String place;

    Kind(String place) {
      this.place = place;
    }

    /** As the user writes it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether its place is a path. */
    public boolean isFile() {
      return this == STATIC || this == DNSMASQ_HOSTS || this == DNSMASQ_LEASES;
    }
  }

  /**
   * A source as the user names it, {@code KIND:PLACE}.
   *
   * @param kind what it is
   * @param place where it is: a file, a directory, a cloud, a network
   */
  public record Source(Kind kind, String place) {
    /**
     * Reads {@code static:FILE}.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static Source parse(String text) {
      int colon = text.indexOf(':');
      return Arrays.stream(Kind.values())
          .filter(kind -> colon > 0 && text.substring(0, colon).equals(kind.word()))
          .filter(_ -> colon + 1 < text.length())
          .findFirst()
          .map(kind -> new Source(kind, text.substring(colon + 1)))
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "'"
                          + text
                          + "' is none of "
                          + Arrays.stream(Kind.values())
                              .map(kind -> kind.word() + ":" + kind.place)
                              .collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
      return kind.word() + ":" + place;
    }
  }
}
