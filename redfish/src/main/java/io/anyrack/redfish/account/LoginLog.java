package io.anyrack.redfish.account;

import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.EventLog;
import io.anyrack.rack.node.Origin;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes logins and refused logins to event logs. What repeats within a minute is counted and said
 * with the next entry: neither a client that opens a session for each request nor an attacker may
 * push everything else out of a log. Thread-safe.
 */
public final class LoginLog {
  private static final Duration QUIET = Duration.ofMinutes(1);
  private static final int MOST_KEYS = 64;
  private static final int SHOWN = 32;

  private final EventLog own;
  private final Function<String, Optional<EventLog>> ofNode;
  private final InstantSource clock;
  private final Map<String, Repeats> known = new LinkedHashMap<>();

  private record Repeats(Instant loggedAt, int unsaid) {}

  /**
   * Writes to logs.
   *
   * @param own of the service as a whole
   * @param ofNode the log of a node
   * @param clock tells the time
   */
  public LoginLog(EventLog own, Function<String, Optional<EventLog>> ofNode, InstantSource clock) {
    this.own = own;
    this.ofNode = ofNode;
    this.clock = clock;
  }

  /** Somebody opened a session. */
  public void opened(Identity identity, String source) {
    write(
        identity.node().flatMap(ofNode).orElse(own),
        "opened %s %s %s".formatted(source, identity.username(), identity.node().orElse("")),
        identity.username() + " logged in over Redfish",
        source);
  }

  /** Somebody was refused. */
  public void refused(String username, String source) {
    String name = username.length() <= SHOWN ? username : username.substring(0, SHOWN);
    String printable = name.replaceAll("[^\\x21-\\x7e]", "?");
    write(
        own,
        "refused " + source,
        "Redfish login of '%s' refused: wrong name or password".formatted(printable),
        source);
  }

  private void write(EventLog log, String key, String message, String source) {
    Optional<String> text = due(key, message);
    text.ifPresent(line -> log.append(Event.Kind.SESSION, line, new Origin("redfish", source)));
  }

  private synchronized Optional<String> due(String key, String message) {
    Instant now = clock.instant();
    Repeats repeats = known.get(key);
    if (repeats != null && repeats.loggedAt().plus(QUIET).isAfter(now)) {
      known.put(key, new Repeats(repeats.loggedAt(), repeats.unsaid() + 1));
      return Optional.empty();
    }
    int unsaid = repeats == null ? 0 : repeats.unsaid();
    known.remove(key);
    known.values().removeIf(each -> each.loggedAt().plus(QUIET).isBefore(now));
    if (known.size() >= MOST_KEYS) {
      return Optional.empty(); // More sources within a minute than anybody will read.
    }
    known.put(key, new Repeats(now, 0));
    return Optional.of(
        unsaid == 0 ? message : "%s (and %d times before)".formatted(message, unsaid));
  }
}
