package io.anyrack.rack.file;

import java.util.List;
import java.util.stream.Stream;

/**
 * A rack file that is good.
 *
 * @param name what it shows
 * @param yaml the file
 */
record Good(String name, String yaml) {
  @Override
  public String toString() {
    return name;
  }

  /** All of them. */
  static List<Good> files() {
    return Stream.of(GoodLocal.FILES, GoodOpenstack.FILES).flatMap(List::stream).toList();
  }
}
