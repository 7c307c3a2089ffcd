package io.anyrack.redfish.task;

import io.anyrack.redfish.account.Identity;
import io.anyrack.redfish.message.RedfishException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tasks of a service. Bounded: the oldest that ended makes way. Thread-safe. */
public final class TaskBook {
  private static final Duration WHEN_FULL = Duration.ofSeconds(10);

  private final InstantSource clock;
  private final int most;
  private final Map<String, Task> tasks = new LinkedHashMap<>();
  private long last;

  /** A book of at most so many tasks. */
  public TaskBook(InstantSource clock, int most) {
    this.clock = clock;
    this.most = most;
  }

  /**
   * Begins a task.
   *
   * @throws RedfishException 503 where too many go on
   */
  public synchronized Task begin(String name, String node) {
    if (tasks.size() >= most) {
      Task ended =
          tasks.values().stream()
              .filter(task -> task.end().isPresent())
              .findFirst()
              .orElseThrow(() -> RedfishException.busy(WHEN_FULL, "too many tasks"));
      tasks.remove(ended.id());
    }
    Task task = new Task(Long.toString(++last), name, node, clock);
    tasks.put(task.id(), task);
    return task;
  }

  /** The tasks that somebody sees, the oldest first. */
  public synchronized List<Task> of(Identity identity) {
    return tasks.values().stream().filter(task -> identity.sees(task.node())).toList();
  }

  /** A task that somebody sees. */
  public synchronized Optional<Task> get(Identity identity, String id) {
    return Optional.ofNullable(tasks.get(id)).filter(task -> identity.sees(task.node()));
  }

  /** Forgets a task; what it does goes on. */
  public synchronized void remove(Task task) {
    tasks.remove(task.id(), task);
  }
}
