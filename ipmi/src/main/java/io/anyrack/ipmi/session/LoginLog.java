package io.anyrack.ipmi.session;

import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.EventLog;
import io.anyrack.rack.node.Origin;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes logins and refused logins to the node's event log. What repeats within a minute is counted
 * and said with the next entry: neither a client that polls nor an attacker may push everything
 * else out of the log.
 */
final class LoginLog {
  private static final long QUIET_MILLIS = 60_000;
  private static final int MOST_KEYS = 64;

  private final EventLog events;
  private final LinkedHashMap<Key, Repeats> known = new LinkedHashMap<>();

  private record Key(InetAddress address, String what) {}

  private record Repeats(long loggedAt, int unsaid) {}

  LoginLog(EventLog events) {
    this.events = events;
  }

  void accepted(Session session, int suite, long now) {
    write(
        session.peer().getAddress(),
        "login " + session.account().name(),
        "%s logged in over IPMI with cipher suite %d, up to %s"
            .formatted(session.account().name(), suite, session.limit()),
        session.origin(),
        now);
  }

  void refused(InetSocketAddress peer, String name, String reason, long now) {
    String printable = name.replaceAll("[^\\x21-\\x7e]", "?");
    write(
        peer.getAddress(),
        "refused",
        "IPMI login of '%s' refused: %s".formatted(printable, reason),
        new Origin("ipmi", peer.getAddress().getHostAddress() + ":" + peer.getPort()),
        now);
  }

  private void write(InetAddress address, String what, String message, Origin origin, long now) {
    Key key = new Key(address, what);
    Repeats repeats = known.get(key);
    if (repeats != null && now - repeats.loggedAt < QUIET_MILLIS) {
      known.put(key, new Repeats(repeats.loggedAt, repeats.unsaid + 1));
      return;
    }
    int unsaid = repeats == null ? 0 : repeats.unsaid;
    if (repeats == null && known.size() >= MOST_KEYS && !forgetOne(now)) {
      return; // More sources within a minute than anybody will read.
    }
    known.remove(key);
    known.put(key, new Repeats(now, 0));
    events.append(
        Event.Kind.SESSION,
        unsaid == 0 ? message : "%s (and %d times before)".formatted(message, unsaid),
        origin);
  }

  private boolean forgetOne(long now) {
    Map.Entry<Key, Repeats> oldest = known.firstEntry();
    if (now - oldest.getValue().loggedAt < QUIET_MILLIS) {
      return false;
    }
    known.remove(oldest.getKey());
    return true;
  }
}
