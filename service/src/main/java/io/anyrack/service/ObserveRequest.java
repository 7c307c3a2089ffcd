package io.anyrack.service;

import io.anyrack.rack.cloud.Observation;
import io.anyrack.service.control.JsonLines;
import tools.jackson.databind.node.ObjectNode;

/** What the cloud says of the machines now: {@code on}, {@code off}, or what is the matter. */
final class ObserveRequest {
  private ObserveRequest() {}

  static ObjectNode answer(RackService service) {
    ObjectNode result = JsonLines.object();
    ObjectNode machines = result.putObject("machines");
    service.observe().forEach((node, seen) -> machines.put(node, word(seen)));
    return result;
  }

  private static String word(Observation seen) {
    return switch (seen) {
      case Observation.Running() -> "on";
      case Observation.Paused() -> "paused";
      case Observation.Stopped() -> "off";
      case Observation.Changing(String what, _) -> "changing: " + what;
      case Observation.Broken(String reason, _) -> "broken: " + reason;
      case Observation.Missing() -> "missing";
    };
  }
}
