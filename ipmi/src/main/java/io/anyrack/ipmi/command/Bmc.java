package io.anyrack.ipmi.command;

import io.anyrack.ipmi.bmc.BmcEndpoint;
import io.anyrack.ipmi.session.Session;
import io.anyrack.ipmi.session.SessionLimits;
import io.anyrack.ipmi.session.SessionTable;
import io.anyrack.ipmi.sol.SolLimits;
import io.anyrack.ipmi.sol.SolSession;
import io.anyrack.ipmi.watchdog.Watchdog;
import io.anyrack.rack.account.Account;
import io.anyrack.rack.node.Node;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What the commands of one BMC work on. Everything about one BMC happens under its monitor: {@link
 * CommandTable} takes it for a command, the LAN channel for a datagram.
 */
public final class Bmc implements AutoCloseable {
  /** The instance of serial over LAN that may write. */
  static final int FIRST_INSTANCE = 1;

  private final BmcEndpoint endpoint;
  private final int port;
  private final InstantSource clock;
  private final InstantSource steady;
  private final SolLimits solLimits;
  private final Runnable wake;
  private final SessionTable sessions;
  private final BootParameters bootParameters = new BootParameters();
  private final MachineStarts starts;
  private final NodeWatchdog watchdog;
  private final SystemInfo systemInfo;
  private final LanStatistics lanStatistics = new LanStatistics();
  private int logReservation;
  private int accountsSeen;
  private Consumer<SerialOverLan> solTakenAway = _ -> {};
  private final SortedMap<Integer, SerialOverLan> lines = new TreeMap<>();

  /**
   * Serial over LAN as it is active.
   *
   * @param instance its number: the first may write, the others read
   * @param session where it was activated
   * @param line its packets
   */
  public record SerialOverLan(int instance, Session session, SolSession line) {}

  /**
   * A BMC without sessions.
   *
   * @param port the UDP port it really listens on
   * @param clock for the time of day
   * @param steady for timeouts
   * @param wake called from any thread when there is serial output to send; must not block
   */
  public Bmc(
      BmcEndpoint endpoint,
      int port,
      InstantSource clock,
      InstantSource steady,
      SessionLimits sessionLimits,
      SolLimits solLimits,
      Runnable wake) {
    this.endpoint = endpoint;
    this.port = port;
    this.clock = clock;
    this.steady = steady;
    this.solLimits = solLimits;
    this.wake = wake;
    this.sessions =
        new SessionTable(sessionLimits.sessions(), sessionLimits.inactivity(), this::closed);
    this.starts = new MachineStarts(endpoint.node().events());
    this.watchdog = new NodeWatchdog(endpoint.node(), starts);
    this.systemInfo = new SystemInfo(starts);
  }

  private void closed(Session session) {
    sol(session).ifPresent(this::deactivateSol);
  }

  /** What the BMC was told about itself. */
  public BmcEndpoint endpoint() {
    return endpoint;
  }

  /** The node behind it. */
  public Node node() {
    return endpoint.node();
  }

  /** The active sessions. */
  public SessionTable sessions() {
    return sessions;
  }

  /** Serial over LAN where it is active. */
  public Collection<SerialOverLan> sol() {
    return Collections.unmodifiableCollection(lines.values());
  }

  /** The one that is active in a session. */
  public Optional<SerialOverLan> sol(Session session) {
    return lines.values().stream().filter(active -> active.session() == session).findFirst();
  }

  /** The one of an instance, if it is active. */
  Optional<SerialOverLan> sol(int instance) {
    return Optional.ofNullable(lines.get(instance));
  }

  /** What came and went on the LAN channel. */
  public LanStatistics lanStatistics() {
    return lanStatistics;
  }

  /** Who tells a session that its serial over LAN was ended by somebody else. */
  public void onSolTakenAway(Consumer<SerialOverLan> listener) {
    solTakenAway = listener;
  }

  int port() {
    return port;
  }

  SolLimits solLimits() {
    return solLimits;
  }

  BootParameters bootParameters() {
    return bootParameters;
  }

  Watchdog watchdog() {
    return watchdog.timer(now());
  }

  SystemInfo systemInfo() {
    return systemInfo;
  }

  /** Has the server's thread look at the watchdog from now on, until it has run out. */
  void watchForExpiry() {
    wake.run();
  }

  /**
   * Does what the watchdog has due.
   *
   * @return whether it runs on, or has anything left to do
   */
  public boolean tickWatchdog(long now) {
    return watchdog.tick(now);
  }

  /** A new reservation of the event log; the one before is no longer valid. */
  int reserveLog() {
    logReservation = logReservation % 0xffff + 1;
    return logReservation;
  }

  /** Whether a reservation is the last one. */
  boolean holdsLog(int reservation) {
    return reservation != 0 && reservation == logReservation;
  }

  /** In milliseconds, for timeouts. */
  long now() {
    return steady.millis();
  }

  /** For the time of day. */
  InstantSource clock() {
    return clock;
  }

  /** Ends the sessions of users who may no longer log in, and lowers those who may do less. */
  public void followAccounts() {
    int generation = endpoint.accounts().generation();
    if (generation != accountsSeen) {
      accountsSeen = generation;
      sessions.follow(endpoint.accounts());
    }
  }

  /** The account with a user id; id 1 is the null user, which has none. */
  Optional<Account> account(int userId) {
    return endpoint.accounts().place(userId);
  }

  /** The highest user id. */
  int highestUserId() {
    return endpoint.accounts().highestId();
  }

  void activateSol(int instance, Session session) {
    String who = session.origin().toString();
    boolean mayWrite = instance == FIRST_INSTANCE;
    SolSession line = new SolSession(node().console(), who, mayWrite, solLimits, wake);
    lines.put(instance, new SerialOverLan(instance, session, line));
    wake.run();
  }

  /** Ends serial over LAN. */
  void deactivateSol(SerialOverLan active) {
    if (lines.remove(active.instance(), active)) {
      active.line().close();
    }
  }

  /** Ends somebody else's serial over LAN, and has it told. */
  void takeSolAway(SerialOverLan active) {
    deactivateSol(active);
    solTakenAway.accept(active);
  }

  /** Ends all sessions, and follows its node no longer. */
  @Override
  public void close() {
    sessions.closeAll();
    starts.close();
  }

  /** A GUID in the order IPMI has it, the node part first (IPMI 2.0 §20.8). */
  public static byte[] guidOctets(UUID uuid) {
    byte[] octets = new byte[16];
    ByteBuffer.wrap(octets)
        .putLong(Long.reverseBytes(uuid.getLeastSignificantBits()))
        .putLong(Long.reverseBytes(uuid.getMostSignificantBits()));
    return octets;
  }
}
