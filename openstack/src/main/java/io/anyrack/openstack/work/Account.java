package io.anyrack.openstack.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What steps took.
 *
 * @param steps those that ran, in the order in which they ended
 * @param wall from beginning to end
 */
public record Account(List<Timing> steps, Duration wall) {
  /** Copies the list. */
  public Account {
    steps = List.copyOf(steps);
  }

  /**
   * A step that ran.
   *
   * @param name of the step
   * @param shown for people
   * @param after what it waited for
   * @param took without waiting for others or for a free place
   */
  public record Timing(String name, String shown, Set<String> after, Duration took) {}

  /**
   * The longest chain of steps that wait for each other: with any number of hands it cannot go
   * faster.
   *
   * @return first to last
   */
  public List<Timing> criticalPath() {
    Map<String, Timing> byName = new HashMap<>();
    Map<String, Duration> ends = new HashMap<>();
    Map<String, String> before = new HashMap<>();
    String last = "";
    // A step ends after all it waited for, so their ends are known.
    for (Timing step : steps) {
      byName.put(step.name(), step);
      Duration start = Duration.ZERO;
      for (String each : step.after()) {
        Duration end = ends.getOrDefault(each, Duration.ZERO);
        if (end.compareTo(start) > 0) {
          start = end;
          before.put(step.name(), each);
        }
      }
      ends.put(step.name(), start.plus(step.took()));
      if (last.isEmpty() || ends.get(step.name()).compareTo(ends.get(last)) > 0) {
        last = step.name();
      }
    }
    List<Timing> path = new ArrayList<>();
    for (String at = last; byName.containsKey(at); at = before.getOrDefault(at, "")) {
      path.addFirst(byName.get(at));
    }
    return path;
  }

  /** What the critical path takes. */
  public Duration critical() {
    return criticalPath().stream().map(Timing::took).reduce(Duration.ZERO, Duration::plus);
  }
}
