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
 * push everything else out of a log. Who sends name and password with each request has logged in
 * with the first, and with the first after a long silence. Thread-safe.
 */
public final class LoginLog {
  private static final Duration QUIET = Duration.ofMinutes(1);

  /** As a session would end after it. */
  private static final Duration SILENCE = Duration.ofMinutes(30);

  private static final int MOST_KEYS = 64;
  private static final int MOST_CLIENTS = 4096;
  private static final int SHOWN = 32;

  private final Function<Identity, EventLog> logs;
  private final EventLog own;
  private final InstantSource clock;
  private final Map<String, Repeats> known = new LinkedHashMap<>();

  /** When each was seen last; who was silent longest comes first. */
  private final LinkedHashMap<Client, Instant> seen = new LinkedHashMap<>();

  private record Repeats(Instant loggedAt, int unsaid) {}

  private record Client(String source, String username, Optional<String> node) {}

  /**
   * Writes to logs.
   *
   * @param logs the log that somebody's doings belong to
   * @param own of the service as a whole
   * @param clock tells the time
   */
  public LoginLog(Function<Identity, EventLog> logs, EventLog own, InstantSource clock) {
    this.logs = logs;
    this.own = own;
    this.clock = clock;
  }

  /** Somebody opened a session. */
  public void opened(Identity identity, String source) {
    write(
        logs.apply(identity),
        "opened %s %s %s".formatted(source, identity.username(), identity.node().orElse("")),
        identity.username() + " logged in over Redfish",
        source);
  }

  /** Somebody sent name and password with a request. */
  public void used(Identity identity, String source) {
    if (isNew(new Client(source, identity.username(), identity.node()))) {
      append(
          logs.apply(identity),
          identity.username() + " logged in over Redfish, with each request",
          source);
    }
  }

  private synchronized boolean isNew(Client client) {
    Instant now = clock.instant();
    Instant last = seen.remove(client);
    if (last == null && seen.size() >= MOST_CLIENTS) {
      Map.Entry<Client, Instant> _ = seen.pollFirstEntry();
    }
    seen.put(client, now);
    return last == null || last.plus(SILENCE).isBefore(now);
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
    text.ifPresent(line -> append(log, line, source));
  }

  private static void append(EventLog log, String message, String source) {
    log.append(Event.Kind.SESSION, message, new Origin("redfish", source));
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
