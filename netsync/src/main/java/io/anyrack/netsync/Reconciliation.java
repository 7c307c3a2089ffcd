package io.anyrack.netsync;

import io.anyrack.netsync.rule.Comparison;
import io.anyrack.netsync.rule.Difference;
import io.anyrack.netsync.rule.Finding;
import io.anyrack.netsync.rule.Order;
import io.anyrack.netsync.rule.Rules;
import io.anyrack.netsync.rule.Rules.OnFile;
import io.anyrack.netsync.rule.Step;
import io.anyrack.netsync.rule.Wishes;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.rack.sync.Outcome;
import io.anyrack.rack.sync.Target;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Makes the ports of a target as the sources say, a turn of changes after the other. What it has
 * seen of the ports it believes for a while; what was changed behind its back shows in the
 * revision, and that port is looked at again. Used by one thread at a time.
 */
final class Reconciliation {
  /** Neutron's own {@code max_allowed_address_pair}, until the cloud says another. */
  private static final int USUAL_PAIRS = 10;

  private final Target target;
  private final Map<MacAddress, OnFile> file;
  private final SyncLimits limits;
  private final Chronicle chronicle;
  private final InstantSource time;
  private final Held held;
  private final Routes routes;
  private final Map<String, GuardedPort> ports = new LinkedHashMap<>();
  private Optional<Instant> listed = Optional.empty();
  private OptionalInt pairLimit = OptionalInt.empty();

  Reconciliation(
      Target target,
      Map<MacAddress, OnFile> file,
      SyncLimits limits,
      Chronicle chronicle,
      InstantSource time) {
    this.target = target;
    this.file = Map.copyOf(file);
    this.limits = limits;
    this.chronicle = chronicle;
    this.time = time;
    this.held = new Held(limits.holdBack());
    this.routes = new Routes(target, limits.holdBack(), chronicle);
  }

  /** Compares, and changes nothing. */
  Pass look(Wishes wishes) {
    list();
    Comparison comparison = compare(wishes);
    return new Pass(
        ports.size(),
        true,
        List.of(),
        comparison.differences(),
        routes.pending(),
        comparison.findings());
  }

  /** The same without newer wishes. */
  Pass toward(Wishes wishes) {
    return toward(wishes, () -> false);
  }

  /**
   * Changes what can be changed. May be called again after any failure, and when it was given up.
   *
   * @param newer whether there are newer wishes: then it begins with no further port
   * @throws io.anyrack.rack.cloud.CloudException if the cloud does not answer
   */
  Pass toward(Wishes wishes, BooleanSupplier newer) {
    if (isOld(wishes)) {
      list();
    }
    List<String> changed = new ArrayList<>();
    Comparison comparison = compare(wishes);
    for (int turn = 0; turn < limits.turns() && !newer.getAsBoolean(); turn++) {
      List<Step> steps = steps(comparison);
      if (steps.isEmpty()) {
        break;
      }
      turn(new Turn(target, limits.atOnce(), newer), steps, changed);
      comparison = compare(wishes);
    }
    boolean whole = comparison.differences().isEmpty() || !newer.getAsBoolean();
    if (whole) {
      routes(changed);
    }
    return new Pass(
        ports.size(),
        whole,
        changed,
        comparison.differences(),
        routes.pending(),
        findings(comparison));
  }

  private boolean isOld(Wishes wishes) {
    if (listed.isEmpty()) {
      return true;
    }
    Set<MacAddress> known = new HashSet<>();
    ports.values().forEach(port -> known.add(port.mac()));
    boolean all = known.containsAll(wishes.given().keySet());
    Instant until = listed.get().plus(all ? limits.recheck() : limits.unknown());
    return !time.instant().isBefore(until);
  }

  private void list() {
    List<GuardedPort> now = target.ports();
    ports.clear();
    now.forEach(port -> ports.put(port.id(), port));
    held.retain(ports.keySet());
    routes.see(target.subnets());
    listed = Optional.of(time.instant());
  }

  private void routes(List<String> changed) {
    try {
      if (!routes.change(time.instant(), changed)) {
        listed = Optional.empty(); // somebody else changes them: the next pass looks again
      }
    } catch (RuntimeException e) {
      listed = Optional.empty();
      throw e;
    }
  }

  private Comparison compare(Wishes wishes) {
    return Comparison.of(List.copyOf(ports.values()), wishes, new Rules(file, pairLimit));
  }

  private List<Step> steps(Comparison comparison) {
    Instant now = time.instant();
    List<Difference> worth = new ArrayList<>();
    for (Difference difference : comparison.differences()) {
      Difference left = difference;
      if (held.holdsPairs(difference, now)) {
        GuardedPort port = difference.port();
        left = left.withPairs(port.pairs(), port.mark().pairs());
      }
      if (held.holdsOptions(difference, now)) {
        left = left.withoutOptions();
      }
      if (!left.isNone()) {
        worth.add(left);
      }
    }
    return Order.now(
            List.copyOf(ports.values()),
            worth,
            held.addresses(worth, now),
            pairLimit.orElse(USUAL_PAIRS))
        .stream()
        .map(this::apart)
        .toList();
  }

  /** What was refused together goes one after the other. */
  private Step apart(Step step) {
    return step.change().options().isPresent() && held.knowsOptions(step.difference())
        ? new Step.OptionsOnly(step.difference())
        : step;
  }

  private void turn(Turn turn, List<Step> steps, List<String> changed) {
    try {
      turn.run(steps);
    } catch (RuntimeException e) {
      listed = Optional.empty(); // nobody knows how far the cloud came
      throw e;
    } finally {
      turn.done().forEach(done -> done(done, changed));
    }
  }

  private void done(Turn.Done done, List<String> changed) {
    Step step = done.step();
    switch (done.outcome()) {
      case Outcome.Changed(GuardedPort port) -> {
        ports.put(port.id(), port);
        changed.add(step.toString());
        chronicle.changed(step);
      }
      case Outcome.Stale() ->
          done.now()
              .ifPresentOrElse(
                  port -> ports.put(port.id(), port), () -> ports.remove(step.port().id()));
      case Outcome.Refused(String message) ->
          held.refused(step.change(), step.difference(), message, time.instant());
      case Outcome.TooManyPairs(int limit, String _) -> pairLimit = OptionalInt.of(limit);
    }
  }

  private List<Finding> findings(Comparison comparison) {
    List<Finding> findings = new ArrayList<>(comparison.findings());
    for (Difference difference : comparison.differences()) {
      held.why(difference)
          .ifPresent(
              why ->
                  findings.add(
                      new Finding(
                          difference.port().node(),
                          "the cloud refuses to change its port; asked again in "
                              + limits.holdBack().toSeconds()
                              + " s: "
                              + why)));
    }
    findings.addAll(routes.findings());
    return findings;
  }
}
