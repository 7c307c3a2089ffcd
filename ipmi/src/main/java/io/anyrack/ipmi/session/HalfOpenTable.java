package io.anyrack.ipmi.session;

import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The logins under way on one BMC, in order of age. Bounded by peer, by address and in all: who
 * opens too many loses its own oldest ones, so that nobody keeps others out.
 */
final class HalfOpenTable {
  private final SessionLimits limits;
  private final LinkedHashMap<Integer, HalfOpen> logins = new LinkedHashMap<>();

  HalfOpenTable(SessionLimits limits) {
    this.limits = limits;
  }

  int size() {
    return logins.size();
  }

  void add(HalfOpen login) {
    InetSocketAddress peer = login.peer();
    makeRoom(limits.halfOpenPerPeer(), other -> other.peer().equals(peer));
    makeRoom(
        limits.halfOpenPerAddress(), other -> other.peer().getAddress().equals(peer.getAddress()));
    makeRoom(limits.halfOpen(), _ -> true);
    logins.put(login.id(), login);
  }

  private void makeRoom(int limit, Predicate<HalfOpen> group) {
    if (logins.size() < limit) {
      return;
    }
    int members = 0;
    for (HalfOpen login : logins.values()) {
      members += group.test(login) ? 1 : 0;
    }
    Iterator<HalfOpen> oldestFirst = logins.values().iterator();
    while (members >= limit) {
      if (group.test(oldestFirst.next())) {
        oldestFirst.remove();
        members--;
      }
    }
  }

  /** The login with this id, if it is this peer's. */
  Optional<HalfOpen> find(int id, InetSocketAddress peer) {
    return Optional.ofNullable(logins.get(id)).filter(login -> login.peer().equals(peer));
  }

  boolean contains(int id) {
    return logins.containsKey(id);
  }

  void remove(HalfOpen login) {
    logins.remove(login.id());
  }

  void clear() {
    logins.clear();
  }

  /** Forgets the logins that take too long. */
  void expire(long now) {
    Iterator<HalfOpen> oldestFirst = logins.values().iterator();
    while (oldestFirst.hasNext()
        && now - oldestFirst.next().since() >= limits.handshake().toMillis()) {
      oldestFirst.remove();
    }
  }
}
