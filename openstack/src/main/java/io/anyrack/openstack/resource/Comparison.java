package io.anyrack.openstack.resource;

import io.anyrack.openstack.neutron.Port;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The parts of a rack compared with what is there.
 *
 * @param decisions one for each part, what others need before them
 * @param leftovers what is there of the rack and not wanted
 */
record Comparison(List<Decision<?>> decisions, List<Owned<?>> leftovers) {
  Comparison {
    decisions = List.copyOf(decisions);
    leftovers = List.copyOf(leftovers);
  }

  static Comparison of(List<Part<?>> parts, Scene scene) {
    Map<Key, Verdict> verdicts = new HashMap<>();
    List<Decision<?>> decisions = new ArrayList<>();
    Set<String> used = new HashSet<>();
    for (Part<?> part : parts) {
      Decision<?> decision = decide(part, verdicts, scene);
      verdicts.put(part.key(), decision.verdict());
      decisions.add(decision);
      decision.found().ifPresent(found -> used.add(found.id()));
    }
    return new Comparison(
        decisions, owned(scene.survey()).filter(each -> !used.contains(each.id())).toList());
  }

  private static <T> Decision<T> decide(Part<T> part, Map<Key, Verdict> verdicts, Scene scene) {
    Optional<Owned<T>> found = part.found(scene.survey());
    if (found.isEmpty()) {
      return new Decision<>(part, found, new Verdict.Make(part.shown()));
    }
    Optional<Key> lost =
        part.bound().stream()
            .filter(key -> verdicts.get(key) instanceof Verdict.Replace)
            .findFirst();
    if (lost.isPresent()) {
      return new Decision<>(
          part, found, new Verdict.Replace(List.of(lost.get() + " is made anew")));
    }
    Verdict verdict = part.compare(found.get(), scene);
    if (!verdict.anew()) {
      scene.ids().put(part.key(), found.get().id());
    }
    if (!verdict.anew() && !found.get().complete()) {
      verdict = completed(part, found.get(), verdict, scene);
    }
    return new Decision<>(part, found, verdict);
  }

  /** Also sets the tags that an interrupted attempt did not come to. */
  private static <T> Verdict completed(Part<T> part, Owned<T> half, Verdict verdict, Scene scene) {
    List<String> details = new ArrayList<>(verdict.details());
    details.add(part.key() + ": tags");
    return new Verdict.Change(
        details,
        () -> {
          if (verdict instanceof Verdict.Change(_, Runnable action)) {
            action.run();
          }
          part.complete(half, scene);
        });
  }

  /** All that is the rack's. Ports of routers go with their subnets. */
  static Stream<Owned<?>> owned(Survey survey) {
    return Stream.of(
            survey.networks().owned(),
            survey.subnets().owned(),
            survey.ports().owned(),
            survey.routers().owned(),
            survey.groups().owned(),
            survey.floatingIps().owned(),
            survey.servers().owned(),
            survey.volumes().owned())
        .flatMap(List::stream)
        .map(each -> each);
  }

  /**
   * The router ports on the rack's own networks, whoever tied them: no network goes before them.
   */
  static Stream<Owned<?>> interfaces(Survey survey) {
    Set<String> networks = new HashSet<>();
    survey.networks().owned().forEach(network -> networks.add(network.id()));
    return survey.ports().all().stream()
        .filter(port -> networks.contains(port.network()) && InterfacePart.isInterface(port))
        .map(port -> ownedInterface(port));
  }

  private static Owned<?> ownedInterface(Port port) {
    return new Owned<>(new Key(Key.Type.INTERFACE, port.id()), "network", port.id(), true, port);
  }
}
