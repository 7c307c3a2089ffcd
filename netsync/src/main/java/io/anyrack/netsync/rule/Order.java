package io.anyrack.netsync.rule;

import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.sync.GuardedPort;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * In which order ports get their addresses. A port whose new address another one has waits for it.
 * Where ports wait for each other in a ring, such as two that swap, one gives up its address first
 * (it is parked); so does each {@link #LONGEST}th of a long row, whose parts then go on side by
 * side.
 *
 * <p>It looks at nothing but what is there: after a crash in between, the next look goes on.
 */
public final class Order {
  /**
   * So many ports wait in a row at most: a change of all addresses of a rack takes so many turns.
   */
  static final int LONGEST = 16;

  private final Map<String, Difference> moving = new LinkedHashMap<>();
  private final Map<String, Set<String>> waitsFor = new HashMap<>();
  private final Map<String, List<String>> awaited = new HashMap<>();
  private final Set<String> parked = new LinkedHashSet<>();
  private final Set<String> held;
  private final int room;

  private Order(List<GuardedPort> ports, List<Difference> differences, Set<String> held, int room) {
    this.held = held;
    this.room = room;
    Map<IpAddress, String> holders = new HashMap<>();
    ports.forEach(port -> port.addresses().forEach(each -> holders.put(each, port.id())));
    for (Difference difference : differences) {
      if (difference.changesAddresses()) {
        moving.put(difference.port().id(), difference);
      }
    }
    for (Difference difference : moving.values()) {
      String port = difference.port().id();
      Set<String> blockers = new LinkedHashSet<>();
      for (IpAddress address : difference.gains()) {
        Optional.ofNullable(holders.get(address))
            .filter(holder -> !holder.equals(port))
            .ifPresent(blockers::add);
      }
      waitsFor.put(port, blockers);
      blockers.forEach(each -> awaited.computeIfAbsent(each, _ -> new ArrayList<>()).add(port));
    }
  }

  /**
   * What can be done now, all of it at the same time.
   *
   * @param ports as they are
   * @param differences what shall change
   * @param held ids of ports whose new addresses the cloud refused: they get none, but still give
   *     theirs to those that wait for them
   * @param room how many exceptions of its guard a port may have
   */
  public static List<Step> now(
      List<GuardedPort> ports, List<Difference> differences, Set<String> held, int room) {
    Order order = new Order(ports, differences, held, room);
    order.park();
    List<Step> steps = new ArrayList<>();
    for (Difference difference : differences) {
      order.step(difference).ifPresent(steps::add);
    }
    return steps;
  }

  private Optional<Step> step(Difference difference) {
    String port = difference.port().id();
    if (parked.contains(port)) {
      return Optional.of(new Step.Park(difference, room));
    }
    if (held.contains(port) && difference.changesAddresses()) {
      return difference.changesPairs() || difference.changesOptions()
          ? Optional.of(new Step.ButAddresses(difference))
          : Optional.empty();
    }
    // One that waits gets all in one request, when it is its turn.
    return waitsFor.getOrDefault(port, Set.of()).isEmpty()
        ? Optional.of(new Step.Finish(difference))
        : Optional.empty();
  }

  /** Goes along the rows from those that wait for nobody, and cuts them where they are too long. */
  private void park() {
    Map<String, Integer> left = new HashMap<>();
    waitsFor.forEach((port, blockers) -> left.put(port, blockers.size()));
    Map<String, Integer> turns = new HashMap<>();
    for (String port : moving.keySet()) {
      if (held.contains(port) && awaited.containsKey(port)) {
        cut(port, left, turns);
      } else if (waitsFor.getOrDefault(port, Set.of()).isEmpty()) {
        follow(port, left, turns);
      }
    }
    for (String port : moving.keySet()) {
      while (left.getOrDefault(port, 0) > 0) {
        cut(inRing(port, left), left, turns);
      }
    }
  }

  /** Whom {@code port} waits for in the end: a member of a ring. */
  private String inRing(String port, Map<String, Integer> left) {
    Set<String> seen = new HashSet<>();
    String member = port;
    while (seen.add(member)) {
      member =
          waitsFor.getOrDefault(member, Set.of()).stream()
              .filter(each -> left.getOrDefault(each, 0) > 0)
              .findFirst()
              .orElseThrow();
    }
    return member;
  }

  private void cut(String port, Map<String, Integer> left, Map<String, Integer> turns) {
    parked.add(port);
    left.put(port, Integer.MIN_VALUE / 2); // never comes to its turn again
    turns.put(port, 0);
    follow(port, left, turns);
  }

  private void follow(String first, Map<String, Integer> left, Map<String, Integer> turns) {
    Deque<String> next = new ArrayDeque<>();
    next.add(first);
    while (!next.isEmpty()) {
      String port = next.remove();
      int turn = turns.getOrDefault(port, 0);
      List<String> waiting = awaited.getOrDefault(port, List.of());
      if (turn == LONGEST && !waiting.isEmpty()) {
        parked.add(port);
        turn = 0;
      }
      for (String each : waiting) {
        turns.merge(each, turn + 1, Math::max);
        if (left.merge(each, -1, Integer::sum) == 0) {
          next.add(each);
        }
      }
    }
  }
}
