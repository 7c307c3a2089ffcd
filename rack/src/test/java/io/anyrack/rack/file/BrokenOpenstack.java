package io.anyrack.rack.file;

import java.util.List;

/** x. */
final class BrokenOpenstack {
  static final List<Broken> FILES = List.of();

  private BrokenOpenstack() {}
}
