package io.anyrack.redfish.account;

import io.anyrack.redfish.message.BaseMessage;
import io.anyrack.redfish.message.Message;
import io.anyrack.redfish.message.RedfishException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * The sessions of one service. Bounded: where it is full, the one that was idle the longest makes
 * way, if it was idle for a while. Thread-safe.
 */
public final class SessionTable {
  private static final int TOKEN_OCTETS = 24;
  private static final int ID_OCTETS = 6;

  private final Map<String, Entry> byToken = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Limits limits;

  /**
   * How many sessions and for how long.
   *
   * @param sessions at once
   * @param timeout after which an idle one ends
   * @param evictable after which an idle one makes way for another
   */
  public record Limits(int sessions, Duration timeout, Duration evictable) {
    /** What fits a rack. */
    public static final Limits DEFAULT =
        new Limits(64, Duration.ofMinutes(30), Duration.ofMinutes(1));
  }

  private static final class Entry {
    private final Session session;
    private final Login login;
    private volatile Instant used;

    Entry(Session session, Login login, Instant used) {
      this.session = session;
      this.login = login;
      this.used = used;
    }

    /** The session of who that is now. */
    Optional<Session> current() {
      return login.current().map(session::of);
    }
  }

  /**
   * A session and the token that stands for it.
   *
   * @param session what others may see
   * @param token what only its owner may
   */
  public record Opened(Session session, String token) {
    @Override
    public String toString() {
      return "session " + session.id();
    }
  }

  /**
   * An empty table.
   *
   * @param clock tells the time
   * @param random makes tokens: must be a cryptographically strong one outside tests
   * @param limits bounds it
   */
  public SessionTable(InstantSource clock, RandomGenerator random, Limits limits) {
    this.clock = clock;
    this.random = random;
    this.limits = limits;
  }

  /** After what time an idle session ends. */
  public Duration timeout() {
    return limits.timeout();
  }

  /**
   * Opens a session.
   *
   * @throws RedfishException 503 where there are too many
   */
  public synchronized Opened open(Login login, String peer) {
    expire();
    if (byToken.size() >= limits.sessions()) {
      makeRoom();
    }
    Instant now = clock.instant();
    Session session = new Session(hex(ID_OCTETS), login.identity(), peer, now);
    String token = hex(TOKEN_OCTETS);
    byToken.put(token, new Entry(session, login, now));
    return new Opened(session, token);
  }

  private void makeRoom() {
    Instant idleSince = clock.instant().minus(limits.evictable());
    byToken.entrySet().stream()
        .filter(entry -> entry.getValue().used.isBefore(idleSince))
        .min(Comparator.comparing(entry -> entry.getValue().used))
        .map(Map.Entry::getKey)
        .ifPresentOrElse(
            byToken::remove,
            () -> {
              throw new RedfishException(
                  503,
                  List.of(Message.of(BaseMessage.SESSION_LIMIT_EXCEEDED)),
                  Map.of("Retry-After", Long.toString(limits.evictable().toSeconds())));
            });
  }

  private String hex(int octets) {
    byte[] bytes = new byte[octets];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * The session a token stands for; this counts as use of it. Sessions end when their account gets
   * another name or password, or may log in no more.
   */
  public Optional<Session> of(String token) {
    Optional<Entry> entry = Optional.ofNullable(byToken.get(token));
    Instant now = clock.instant();
    Optional<Session> session =
        entry
            .filter(each -> !each.used.plus(limits.timeout()).isBefore(now))
            .flatMap(Entry::current);
    if (session.isEmpty()) {
      byToken.remove(token);
      return Optional.empty();
    }
    entry.ifPresent(each -> each.used = now);
    return session;
  }

  /** All sessions, the oldest first. */
  public List<Session> all() {
    expire();
    List<Session> sessions = new ArrayList<>();
    byToken.values().forEach(entry -> entry.current().ifPresent(sessions::add));
    sessions.sort(Comparator.comparing(Session::created).thenComparing(Session::id));
    return sessions;
  }

  private void expire() {
    Instant since = clock.instant().minus(limits.timeout());
    byToken.values().removeIf(entry -> entry.used.isBefore(since) || entry.current().isEmpty());
  }

  /** Ends a session; false: there is none. */
  public boolean close(String id) {
    return byToken.values().removeIf(entry -> entry.session.id().equals(id));
  }

  /** Ends all sessions of those who see only that node. */
  public void closeAt(String node) {
    byToken
        .values()
        .removeIf(entry -> entry.session.identity().node().filter(node::equals).isPresent());
  }
}
