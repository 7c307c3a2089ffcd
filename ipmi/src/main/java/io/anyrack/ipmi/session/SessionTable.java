package io.anyrack.ipmi.session;

import io.anyrack.rack.account.Accounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The active sessions of one BMC. Used under the lock of its BMC. */
public final class SessionTable {
  private final int capacity;
  private final long inactivityMillis;
  private final Consumer<Session> onClose;

  /** In order of use, the longest silent first. */
  private final LinkedHashMap<Integer, Session> sessions = new LinkedHashMap<>(8, 0.75f, true);

  /**
   * A table without sessions.
   *
   * @param capacity how many sessions there may be
   * @param inactivity after what silence one is closed
   * @param onClose told of each session that ends, however it does
   */
  public SessionTable(int capacity, Duration inactivity, Consumer<Session> onClose) {
    this.capacity = capacity;
    this.inactivityMillis = inactivity.toMillis();
    this.onClose = onClose;
  }

  /** How many sessions there may be. */
  public int capacity() {
    return capacity;
  }

  /** How many sessions there are. */
  public int size() {
    return sessions.size();
  }

  /** The sessions; a view. */
  public Collection<Session> all() {
    return Collections.unmodifiableCollection(sessions.values());
  }

  /** The session with this id; it then counts as used last. */
  public Optional<Session> find(int id) {
    return Optional.ofNullable(sessions.get(id));
  }

  /** The session with this handle. */
  public Optional<Session> byHandle(int handle) {
    return sessions.values().stream().filter(session -> session.handle() == handle).findFirst();
  }

  /** Ends a session. */
  public void close(Session session) {
    if (sessions.remove(session.id(), session)) {
      onClose.accept(session);
    }
  }

  /** Ends all sessions. */
  public void closeAll() {
    List.copyOf(sessions.values()).forEach(this::close);
  }

  /** Ends the sessions of users who may no longer log in, and lowers those who may do less. */
  public void follow(Accounts accounts) {
    for (Session session : List.copyOf(sessions.values())) {
      if (!session.follow(accounts)) {
        close(session);
      }
    }
  }

  /** Ends the sessions that were silent for too long. */
  public void expire(long now) {
    List<Session> silent = new ArrayList<>();
    for (Session session : sessions.values()) {
      if (now - session.lastHeard() >= inactivityMillis) {
        silent.add(session);
      }
    }
    silent.forEach(this::close);
  }

  /** The handle the next session gets; where the table is full, the longest silent one ends. */
  int freeHandle() {
    if (sessions.size() >= capacity) {
      Map.Entry<Integer, Session> eldest = sessions.firstEntry();
      close(eldest.getValue());
    }
    long used = 0;
    for (Session session : sessions.values()) {
      used |= 1L << session.handle();
    }
    return Long.numberOfTrailingZeros(~used & ~1L);
  }

  void add(Session session) {
    sessions.put(session.id(), session);
  }
}
