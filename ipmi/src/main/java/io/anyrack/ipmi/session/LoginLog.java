package io.anyrack.ipmi.session;

import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.EventLog;
import io.anyrack.rack.node.Origin;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes logins and refused logins to the node's event log. The first one is an entry at once, what
 * repeats it within a minute is counted and said at the end of that: neither a client that polls
 * nor an attacker may push everything else out of the log, and no login goes without being counted.
 * Used under the lock of its BMC.
 */
final class LoginLog {
  private static final long QUIET_MILLIS = 60_000;
  private static final int MOST_OF_A_KIND = 64;

  private final EventLog events;
  private final Map<Repeated, Count> logins = new LinkedHashMap<>();
  private final Map<Repeated, Count> refusals = new LinkedHashMap<>();
  private Optional<Count> furtherRefusals = Optional.empty();

  private record Repeated(InetAddress address, String what) {}

  private record Count(long since, int more) {
    Count next() {
      return new Count(since, more + 1);
    }

    boolean isOver(long now) {
      return now - since >= QUIET_MILLIS;
    }
  }

  LoginLog(EventLog events) {
    this.events = events;
  }

  void accepted(Session session, int suite, long now) {
    expire(now);
    String name = session.account().name();
    Repeated login = new Repeated(session.peer().getAddress(), name + " logged in over IPMI");
    if (logins.computeIfPresent(login, (_, count) -> count.next()) != null) {
      return;
    }
    if (logins.size() == MOST_OF_A_KIND) {
      Map.Entry<Repeated, Count> oldest = logins.entrySet().iterator().next();
      logins.remove(oldest.getKey());
      say(oldest.getKey(), oldest.getValue());
    }
    logins.put(login, new Count(now, 0));
    append(
        "%s with cipher suite %d, up to %s".formatted(login.what(), suite, session.limit()),
        session.origin());
  }

  void refused(InetSocketAddress peer, String name, String reason, long now) {
    expire(now);
    Repeated refusal = new Repeated(peer.getAddress(), "IPMI logins refused");
    if (refusals.computeIfPresent(refusal, (_, count) -> count.next()) != null) {
      return;
    }
    if (refusals.size() == MOST_OF_A_KIND) {
      furtherRefusals = Optional.of(furtherRefusals.orElse(new Count(now, 0)).next());
      return;
    }
    refusals.put(refusal, new Count(now, 0));
    String printable = name.replaceAll("[^\\x21-\\x7e]", "?");
    append(
        "IPMI login of '%s' refused: %s".formatted(printable, reason),
        new Origin("ipmi", peer.getAddress().getHostAddress() + ":" + peer.getPort()));
  }

  /** Says the counts whose minute is over. */
  void expire(long now) {
    expire(logins, now);
    expire(refusals, now);
    furtherRefusals.filter(count -> count.isOver(now)).ifPresent(this::sayFurther);
  }

  private void expire(Map<Repeated, Count> counts, long now) {
    counts.replaceAll(
        (repeated, count) -> {
          if (!count.isOver(now) || count.more() == 0) {
            return count;
          }
          say(repeated, count);
          return new Count(now, 0);
        });
    counts.values().removeIf(count -> count.isOver(now));
  }

  /** Whether a count is still to be said. */
  boolean isCounting() {
    return furtherRefusals.isPresent()
        || logins.values().stream().anyMatch(count -> count.more() > 0)
        || refusals.values().stream().anyMatch(count -> count.more() > 0);
  }

  /** Says all counts, and forgets them. */
  void close() {
    logins.forEach(this::say);
    refusals.forEach(this::say);
    furtherRefusals.ifPresent(this::sayFurther);
    logins.clear();
    refusals.clear();
  }

  private void say(Repeated repeated, Count count) {
    if (count.more() > 0) {
      append(
          "%s: %d more within a minute".formatted(repeated.what(), count.more()),
          new Origin("ipmi", repeated.address().getHostAddress()));
    }
  }

  private void sayFurther(Count count) {
    append(
        "IPMI logins refused to further addresses: %d within a minute".formatted(count.more()),
        new Origin("ipmi", ""));
    furtherRefusals = Optional.empty();
  }

  private void append(String message, Origin origin) {
    events.append(Event.Kind.SESSION, message, origin);
  }
}
