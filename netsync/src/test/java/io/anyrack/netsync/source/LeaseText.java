package io.anyrack.netsync.source;

import io.anyrack.rack.sync.Said;
import java.time.Instant;
import java.util.List;

/** dnsmasq's lease file, for tests of those who follow it. */
public final class LeaseText {
  private LeaseText() {}

  /** What a file with this text says. */
  public static Said read(String text) {
    return new Said(LeaseLines.read(TextFile.lines(text), Instant.EPOCH), List.of());
  }
}
