package io.anyrack.redfish.resource;

import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.NodeStatus;
import io.anyrack.redfish.http.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The light by which a node is found in its rack. */
final class Identify {
  /** The property that {@code LocationIndicatorActive} replaced; Foreman says On for Lit. */
  private static final Map<String, Boolean> INDICATOR_LED =
      Map.of("Off", false, "Lit", true, "Blinking", true, "On", true);

  private Identify() {}

  static boolean isOn(NodeStatus status, Instant now) {
    return status.identifyUntil().filter(until -> until.isAfter(now)).isPresent();
  }

  /** What a client wishes of the light. */
  static Optional<Command> read(Fields fields) {
    Optional<Boolean> old = fields.choice("IndicatorLED", INDICATOR_LED);
    return fields
        .flag("LocationIndicatorActive")
        .or(() -> old)
        .map(on -> new Command.Identify(on ? Optional.empty() : Optional.of(Duration.ZERO)));
  }
}
