package io.anyrack.redfish.account;

import io.anyrack.redfish.message.RedfishException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Counts failed logins of each source in windows of fixed length, whichever names it tries, so that
 * passwords cannot be tried out. Who has too many is refused until its window ends; a login that
 * succeeds takes none back. Bounded: a source that is not refused is forgotten before one that is,
 * so that nobody gets free by having others counted. Thread-safe.
 */
public final class FailedLogins {
  private final InstantSource clock;
  private final Limits limits;

  /** The window that began first comes first. */
  private final LinkedHashMap<String, Window> sources = new LinkedHashMap<>();

  /**
   * When it is too much.
   *
   * @param failures that are allowed within the window
   * @param window how long failures are counted, from the first on
   * @param sources how many sources are known at once
   */
  public record Limits(int failures, Duration window, int sources) {
    /** As over IPMI: twenty in half a minute. */
    public static final Limits DEFAULT = new Limits(20, Duration.ofSeconds(30), 1024);
  }

  private record Window(Instant end, int failures) {}

  /** Knows of no failure yet. */
  public FailedLogins(InstantSource clock, Limits limits) {
    this.clock = clock;
    this.limits = limits;
  }

  /**
   * Lets a source try; attempts at once are tried one after the other, so that none slips through.
   *
   * @param source where it comes from
   * @param attempt who that is; empty: the login fails
   * @throws RedfishException 503 if the source failed too often
   */
  public synchronized Optional<Login> attempt(String source, Supplier<Optional<Login>> attempt) {
    Instant now = clock.instant();
    Optional<Window> window =
        Optional.ofNullable(sources.get(source)).filter(each -> each.end().isAfter(now));
    window
        .filter(this::isFull)
        .ifPresent(
            full -> {
              throw RedfishException.busy(
                  Duration.between(now, full.end()), "too many failed logins");
            });
    Optional<Login> login = attempt.get();
    if (login.isEmpty()) {
      count(source, window, now);
    }
    return login;
  }

  private boolean isFull(Window window) {
    return window.failures() >= limits.failures();
  }

  private void count(String source, Optional<Window> window, Instant now) {
    if (window.isPresent()) {
      sources.put(source, new Window(window.get().end(), window.get().failures() + 1));
      return;
    }
    sources.remove(source);
    if (sources.size() >= limits.sources()) {
      makeRoom(now);
    }
    sources.put(source, new Window(now.plus(limits.window()), 1));
  }

  /** Where all are refused, the one that is refused no longer soonest makes way. */
  private void makeRoom(Instant now) {
    Iterator<Map.Entry<String, Window>> each = sources.entrySet().iterator();
    while (each.hasNext()) {
      Window window = each.next().getValue();
      if (!window.end().isAfter(now) || !isFull(window)) {
        each.remove();
        return;
      }
    }
    Map.Entry<String, Window> _ = sources.pollFirstEntry();
  }
}
