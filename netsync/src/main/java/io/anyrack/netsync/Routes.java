package io.anyrack.netsync;

import io.anyrack.netsync.rule.Finding;
import io.anyrack.netsync.rule.ToldText;
import io.anyrack.rack.sync.Target;
import io.anyrack.rack.sync.ToldSubnet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The routes that clients of the rack's own subnets are told. Used by one thread at a time. */
final class Routes {
  private final Target target;
  private final Duration holdBack;
  private final Chronicle chronicle;
  private final Map<String, ToldSubnet> subnets = new LinkedHashMap<>();
  private final Map<String, Refusal> refusals = new HashMap<>();

  private record Refusal(String message, Instant until) {}

  Routes(Target target, Duration holdBack, Chronicle chronicle) {
    this.target = target;
    this.holdBack = holdBack;
    this.chronicle = chronicle;
  }

  /** These are all there are. */
  void see(List<ToldSubnet> now) {
    subnets.clear();
    now.forEach(subnet -> subnets.put(subnet.id(), subnet));
    refusals.keySet().retainAll(subnets.keySet());
  }

  /** Those that are not as they shall be. */
  List<ToldSubnet> pending() {
    return subnets.values().stream().filter(subnet -> !subnet.now().equals(subnet.due())).toList();
  }

  /**
   * Puts them right, each in one request; what the cloud refused a while ago is not asked for.
   *
   * @param changed is added a line for each that was changed
   * @return false: somebody else changes them, too
   */
  boolean change(Instant now, List<String> changed) {
    boolean current = true;
    for (ToldSubnet subnet : pending()) {
      if (refused(subnet).filter(refusal -> now.isBefore(refusal.until())).isPresent()) {
        continue;
      }
      switch (target.route(subnet)) {
        case ToldSubnet.Outcome.Changed(ToldSubnet after) -> {
          subnets.put(after.id(), after);
          refusals.remove(after.id());
          changed.add(ToldText.of(subnet));
          chronicle.routed(subnet);
        }
        case ToldSubnet.Outcome.Stale() -> current = false;
        case ToldSubnet.Outcome.Refused(String message) ->
            refusals.put(subnet.id(), new Refusal(message, now.plus(holdBack)));
      }
    }
    return current;
  }

  /** Why some are not as they shall be. */
  List<Finding> findings() {
    return pending().stream().flatMap(subnet -> finding(subnet).stream()).toList();
  }

  private Optional<Finding> finding(ToldSubnet subnet) {
    return refused(subnet)
        .map(
            refusal ->
                new Finding(
                    "",
                    "the cloud refuses to change the routes of the network "
                        + subnet.network()
                        + "; asked again in "
                        + holdBack.toSeconds()
                        + " s: "
                        + refusal.message()));
  }

  private Optional<Refusal> refused(ToldSubnet subnet) {
    return Optional.ofNullable(refusals.get(subnet.id()));
  }
}
