package io.anyrack.openstack.resource;

import io.anyrack.rack.plan.Plan;
import io.anyrack.rack.plan.Plan.Action;
import io.anyrack.rack.plan.Plan.Change;
import io.anyrack.rack.plan.Plan.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A comparison as people read it: a change for each network, router, node, server, … */
final class PlanText {
  private static final List<Kind> ORDER =
      List.of(
          Kind.NETWORK,
          Kind.ROUTER,
          Kind.RESOURCE,
          Kind.BMC,
          Kind.BOOT,
          Kind.SYNC,
          Kind.NODE,
          Kind.SERVER);

  private PlanText() {}

  static Plan of(Comparison comparison) {
    Map<Subject, List<Decision<?>>> bySubject = new LinkedHashMap<>();
    comparison
        .decisions()
        .forEach(
            each ->
                bySubject.computeIfAbsent(each.part().subject(), _ -> new ArrayList<>()).add(each));
    Map<Subject, Set<String>> leftovers = leftovers(comparison);
    List<Change> changes = new ArrayList<>();
    bySubject.forEach(
        (subject, decisions) -> {
          Set<String> details = new LinkedHashSet<>();
          decisions.forEach(each -> details.addAll(each.verdict().details()));
          boolean gone = leftovers.containsKey(subject);
          if (gone) {
            details.addAll(leftovers.get(subject));
          }
          boolean all =
              decisions.stream()
                  .allMatch(each -> each.verdict() instanceof Verdict.Make || isBorrowed(each));
          boolean anew =
              decisions.stream().anyMatch(each -> each.verdict() instanceof Verdict.Replace);
          boolean same =
              decisions.stream().allMatch(each -> each.verdict() instanceof Verdict.Same);
          if (!same || gone) {
            Action action = anew ? Action.REPLACE : all ? Action.ADD : Action.CHANGE;
            changes.add(change(action, subject, details));
          }
        });
    leftovers.forEach(
        (subject, details) -> {
          if (!bySubject.containsKey(subject)) {
            changes.add(change(Action.REMOVE, subject, details));
          }
        });
    changes.sort(
        (a, b) ->
            Integer.compare(
                a.action() == Action.REMOVE ? ORDER.size() : ORDER.indexOf(a.kind()),
                b.action() == Action.REMOVE ? ORDER.size() : ORDER.indexOf(b.kind())));
    return new Plan(changes);
  }

  /** What the project has anyway tells nothing about what is there of the rack. */
  private static boolean isBorrowed(Decision<?> decision) {
    return decision.part() instanceof FloatingIpPart address && address.existing().isPresent();
  }

  private static Change change(Action action, Subject subject, Set<String> details) {
    return new Change(action, subject.kind(), subject.name(), List.copyOf(details), false);
  }

  private static Map<Subject, Set<String>> leftovers(Comparison comparison) {
    Map<Subject, Set<String>> leftovers = new LinkedHashMap<>();
    for (Owned<?> each : comparison.leftovers()) {
      Subject subject =
          Subject.of(each.role(), each.key().name())
              .orElseGet(() -> new Subject(Kind.RESOURCE, each.key().name()));
      leftovers.computeIfAbsent(subject, _ -> new LinkedHashSet<>()).add(each.key() + ": removed");
    }
    return leftovers;
  }
}
