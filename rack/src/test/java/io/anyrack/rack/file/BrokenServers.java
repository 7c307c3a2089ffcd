package io.anyrack.rack.file;

import java.util.List;

/** x. */
final class BrokenServers {
  static final List<Broken> FILES = List.of();

  private BrokenServers() {}
}
