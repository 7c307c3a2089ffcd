package io.anyrack.openstack.doctor;

import java.util.List;

/** Lists of names for people. */
final class Names {
  private static final int SHOWN = 4;

  private Names() {}

  /** The names, or the first and the number of all. */
  static String few(List<String> names) {
    return names.size() <= SHOWN
        ? String.join(", ", names)
        : "%s … %s (%d)".formatted(names.getFirst(), names.getLast(), names.size());
  }
}
