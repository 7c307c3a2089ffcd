package io.anyrack.service;

import static java.lang.System.Logger.Level.WARNING;

import io.anyrack.rack.cloud.Cloud;
import io.anyrack.rack.cloud.Observation;
import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.EventLog;
import io.anyrack.rack.node.Origin;
import java.util.Map;
import java.util.Optional;

/** Looks at the machines of a rack, and tells once when its cloud does not answer, and is back. */
final class CloudWatch {
  private static final System.Logger LOG = System.getLogger(CloudWatch.class.getName());
  private static final Origin SERVICE = new Origin("service", "");

  private final EventLog events;
  private volatile boolean away;

  CloudWatch(EventLog events) {
    this.events = events;
  }

  /** All machines; empty: the cloud does not say. */
  Optional<Map<String, Observation>> look(Cloud cloud) {
    try {
      Map<String, Observation> seen = cloud.observe();
      answered();
      return Optional.of(seen);
    } catch (RuntimeException e) {
      // Whatever it was: without looking again nobody would see what happens outside.
      failed(e);
      return Optional.empty();
    }
  }

  /** The cloud did what it was asked. */
  void answered() {
    if (away) {
      away = false;
      events.append(Event.Kind.SERVICE, "the cloud answers again", SERVICE);
    }
  }

  /** The cloud did not. */
  void failed(RuntimeException e) {
    if (!away) {
      away = true;
      LOG.log(WARNING, "cannot look at the machines: " + e);
      events.append(
          Event.Kind.FAULT,
          "cannot look at the machines: " + e.getMessage() + "; BMCs say what was known last",
          SERVICE);
    }
  }
}
