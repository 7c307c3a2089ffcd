package io.anyrack.cli.sync;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A source as the user names it, {@code KIND:PLACE}.
 *
 * @param kind what it is
 * @param place where it is: a file, a directory, a cloud
 */
public record SourceName(Kind kind, String place) {
  /** What sources there are. */
  public enum Kind {
    /** A file a person writes. */
    STATIC("FILE"),
    /** A directory of dnsmasq's host files. */
    DNSMASQ_HOSTS("DIRECTORY"),
    /** dnsmasq's lease file. */
    DNSMASQ_LEASES("FILE"),
    /** An installer's Neutron, by its entry in clouds.yaml. */
    NEUTRON("CLOUD");

    private final String place;

    Kind(String place) {
      this.place = place;
    }

    /** As the user writes it. */
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Reads {@code static:FILE}.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static SourceName parse(String text) {
    int colon = text.indexOf(':');
    return Arrays.stream(Kind.values())
        .filter(kind -> colon > 0 && text.substring(0, colon).equals(kind.word()))
        .filter(_ -> colon + 1 < text.length())
        .findFirst()
        .map(kind -> new SourceName(kind, text.substring(colon + 1)))
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
