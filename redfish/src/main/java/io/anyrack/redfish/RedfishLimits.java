package io.anyrack.redfish;

import io.anyrack.redfish.account.FailedLogins;
import io.anyrack.redfish.account.SessionTable;
import java.time.Duration;

/**
 * What bounds a service.
 *
 * @param sessions open at once, and for how long
 * @param failedLogins before a source is refused
 * @param tasks known at once
 * @param subscriptions to events at once, streams among them
 * @param resourcesInAnswer that one answer with {@code $expand} has at most
 * @param bodyOctets of a request
 * @param headerOctets of a request
 * @param connections at once
 * @param idle after which a silent connection is closed
 * @param afterFailure how long no connection is accepted after one could not be
 */
public record RedfishLimits(
    SessionTable.Limits sessions,
    FailedLogins.Limits failedLogins,
    int tasks,
    int subscriptions,
    int resourcesInAnswer,
    int bodyOctets,
    int headerOctets,
    int connections,
    Duration idle,
    Duration afterFailure) {
  /** What fits a rack. */
  public static final RedfishLimits DEFAULT =
      new RedfishLimits(
          SessionTable.Limits.DEFAULT,
          FailedLogins.Limits.DEFAULT,
          100,
          20,
          4000,
          64 * 1024,
          16 * 1024,
          512,
          Duration.ofSeconds(60),
          Duration.ofMillis(100));
}
