package io.anyrack.netboot.script;

import io.anyrack.rack.model.BootOverride;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Remembers starts from the moment a machine is told to start until its node has fetched its
 * script. A node that asks without such a start restarted by itself.
 *
 * <p>What is remembered can be kept by the caller, so that it outlives the process.
 *
 * <p>Thread-safe.
 */
public final class StartOrders implements Starts {
  private static final BootOverride NETWORK =
      new BootOverride(BootOverride.Device.PXE, BootOverride.Lifetime.ONCE, BootOverride.Mode.OWN);

  private final Function<String, BootOverride> overrides;
  private final Consumer<String> restarted;
  private final InstantSource clock;
  private final Duration repeats;
  private final Function<String, Duration> comesBack;
  private final Map<String, Start> starts = new ConcurrentHashMap<>();

  /** A start; {@code delivered}: when its script was fetched first. */
  private record Start(BootOverride order, boolean begun, Optional<Instant> delivered) {
    /** Whether its node was sent to its disk by its own order within {@code time}. */
    boolean triedDisk(Instant now, Duration time) {
      return !order.isActive() && delivered.filter(at -> now.isBefore(at.plus(time))).isPresent();
    }
  }

  /**
   * No start yet.
   *
   * @param overrides a node's boot override as it is now: what its own restart boots from
   * @param restarted is told of a node that restarted by itself, when it has got its script
   * @param clock tells the time
   * @param repeats how long after its script a node may ask for it again in the same start, as
   *     after a broken connection; shorter than any machine needs to restart
   * @param comesBack within what time a node asks again whose own order sent it to its disk and
   *     whose disk does not start: the rest of its own order is the network. Zero: it does not come
   *     back
   */
  public StartOrders(
      Function<String, BootOverride> overrides,
      Consumer<String> restarted,
      InstantSource clock,
      Duration repeats,
      Function<String, Duration> comesBack) {
    this.comesBack = comesBack;
    this.overrides = overrides;
    this.restarted = restarted;
    this.clock = clock;
    this.repeats = repeats;
  }

  /** The machine of {@code node} is about to be started. */
  public void starting(String node, BootOverride order) {
    starts.put(node, new Start(order, false, Optional.empty()));
  }

  /** The machine of {@code node} has been started: who asks from now on is the new start. */
  public void started(String node) {
    starts.computeIfPresent(node, (_, start) -> new Start(start.order(), true, start.delivered()));
  }

  /** The machine of {@code node} was stopped, or is gone. */
  public void stopped(String node) {
    starts.remove(node);
  }

  @Override
  public BootOverride order(String node) {
    Optional<BootOverride> current = current(node).map(Start::order);
    if (current.isPresent()) {
      return current.get();
    }
    BootOverride override = overrides.apply(node);
    return !override.isActive() && isBack(node) ? NETWORK : override;
  }

  private boolean isBack(String node) {
    return Optional.ofNullable(starts.get(node))
        .filter(start -> start.triedDisk(clock.instant(), comesBack.apply(node)))
        .isPresent();
  }

  private Optional<Start> current(String node) {
    return Optional.ofNullable(starts.get(node))
        .filter(
            start ->
                start.delivered().isEmpty()
                    || clock.instant().isBefore(start.delivered().get().plus(repeats)));
  }

  @Override
  public void delivered(String node) {
    Optional<Start> current = current(node);
    if (current.isEmpty()) {
      boolean back = isBack(node);
      // Of the same start again, should it ask again at once.
      starts.put(node, new Start(order(node), true, Optional.of(clock.instant())));
      if (!back) {
        restarted.accept(node);
      }
    } else if (current.get().begun() && current.get().delivered().isEmpty()) {
      Start done = new Start(current.get().order(), true, Optional.of(clock.instant()));
      starts.replace(node, current.get(), done);
    }
  }

  /** What has to be kept: the starts whose nodes have not asked yet. */
  public Map<String, BootOverride> open() {
    Map<String, BootOverride> open = new ConcurrentHashMap<>();
    starts.forEach(
        (node, start) -> {
          if (start.delivered().isEmpty()) {
            open.put(node, start.order());
          }
        });
    return Map.copyOf(open);
  }

  /** Goes on with what an earlier process kept. */
  public void resume(Map<String, BootOverride> kept) {
    kept.forEach(
        (node, order) -> starts.putIfAbsent(node, new Start(order, true, Optional.empty())));
  }
}
