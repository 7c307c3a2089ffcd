package io.anyrack.redfish.resource;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as Redfish writes them (DSP0266 §9.4.5). */
final class Times {
  private Times() {}

  static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
