package io.anyrack.redfish.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts failed logins for each source and user name, so that passwords cannot be tried out.
 * Bounded: the oldest source is forgotten first. Thread-safe.
 */
public final class FailedLogins {
  private final InstantSource clock;
  private final Limits limits;
  private final Map<String, Failures> sources = new LinkedHashMap<>();

  /**
   * When it is too much.
   *
   * @param failures that are allowed within the window
   * @param window how long a failure counts, and how long a source is then refused
   * @param sources how many sources are known at once
   */
  public record Limits(int failures, Duration window, int sources) {
    /** Ten in half a minute. */
    public static final Limits DEFAULT = new Limits(10, Duration.ofSeconds(30), 1024);
  }

  private record Failures(int count, Instant until) {}

  /** Knows of no failure yet. */
  public FailedLogins(InstantSource clock, Limits limits) {
    this.clock = clock;
    this.limits = limits;
  }

  /** For how long the source is refused yet; empty: it may try. */
  public synchronized Optional<Duration> refused(String source) {
    Instant now = clock.instant();
    return Optional.ofNullable(sources.get(source))
        .filter(failures -> failures.count() >= limits.failures())
        .map(failures -> Duration.between(now, failures.until()))
        .filter(left -> left.isPositive());
  }

  /** A login failed. */
  public synchronized void failed(String source) {
    Instant now = clock.instant();
    Failures before = sources.remove(source);
    int count = before == null || before.until().isBefore(now) ? 1 : before.count() + 1;
    sources.put(source, new Failures(count, now.plus(limits.window())));
    if (sources.size() > limits.sources()) {
      sources.remove(sources.keySet().iterator().next());
    }
  }

  /** A login succeeded. */
  public synchronized void succeeded(String source) {
    sources.remove(source);
  }
}
