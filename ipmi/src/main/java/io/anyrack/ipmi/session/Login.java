package io.anyrack.ipmi.session;

import io.anyrack.ipmi.bmc.BmcEndpoint;
import io.anyrack.ipmi.message.Privilege;
import io.anyrack.ipmi.rmcpplus.KeyExchange;
import io.anyrack.ipmi.rmcpplus.Nonce;
import io.anyrack.ipmi.rmcpplus.OpenSessionRequest;
import io.anyrack.ipmi.rmcpplus.OpenSessionResponse;
import io.anyrack.ipmi.rmcpplus.PacketSeal;
import io.anyrack.ipmi.rmcpplus.Rakp1;
import io.anyrack.ipmi.rmcpplus.Rakp3;
import io.anyrack.ipmi.rmcpplus.StatusCode;
import io.anyrack.rack.account.Account;
import io.anyrack.rack.account.Accounts;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Logging in: Open Session, RAKP 1 and 2, RAKP 3 and 4 (IPMI 2.0 §13.15 to §13.23). Each message
 * comes in as a payload; the payload of its answer is written, or nothing. Used under the lock of
 * its BMC.
 *
 * <p>An unknown user cannot be told from a wrong password: both get a RAKP Message 2 with the same
 * work behind it, and are refused only after RAKP Message 3. That a known user may not have the
 * privilege asked for is likewise said only to who knows the password.
 */
public final class Login {
  private static final int DECOY_LENGTH = Account.LONGEST_PASSWORD;

  private final Accounts accounts;
  private final Nonce systemGuid;
  private final SecureRandom random;
  private final SessionTable sessions;
  private final HalfOpenTable halfOpen;
  private final FailedLogins failed;
  private final LoginLog log;
  private final byte[] decoyKey = new byte[DECOY_LENGTH];

  /** The logins of one BMC, which end in {@code sessions}. */
  public Login(
      BmcEndpoint endpoint,
      Nonce systemGuid,
      SessionTable sessions,
      SessionLimits limits,
      SecureRandom random) {
    this.accounts = endpoint.accounts();
    this.systemGuid = systemGuid;
    this.random = random;
    this.sessions = sessions;
    this.halfOpen = new HalfOpenTable(limits);
    this.failed = new FailedLogins(limits.failedLogins(), limits.failedLoginWindow().toMillis());
    this.log = new LoginLog(endpoint.node().events());
    random.nextBytes(decoyKey);
  }

  /** How many logins are under way. */
  public int underWay() {
    return halfOpen.size();
  }

  /** Whether time could change anything: a login is under way, or one is still to be logged. */
  public boolean isWaiting() {
    return underWay() > 0 || log.isCounting();
  }

  /** Forgets the logins that take too long, and logs what was counted long enough. */
  public void expire(long now) {
    halfOpen.expire(now);
    log.expire(now);
  }

  /** Forgets all logins under way, and logs what was counted. */
  public void clear() {
    halfOpen.clear();
    log.close();
  }

  /** Answers an Open Session Request. */
  public void openSession(
      OpenSessionRequest request, InetSocketAddress peer, ByteBuffer out, long now) {
    if (failed.exceeded(peer.getAddress(), now)) {
      OpenSessionResponse.refuse(request, StatusCode.INSUFFICIENT_RESOURCES, out);
      return;
    }
    if (request.privilege() != 0 && Privilege.of(request.privilege()).isEmpty()) {
      OpenSessionResponse.refuse(request, StatusCode.INVALID_ROLE, out);
      return;
    }
    if (request.consoleSessionId() == 0) {
      OpenSessionResponse.refuse(request, StatusCode.INVALID_SESSION_ID, out);
      return;
    }
    switch (request.choose()) {
      case OpenSessionRequest.Choice.Refusal(StatusCode status) ->
          OpenSessionResponse.refuse(request, status, out);
      case OpenSessionRequest.Choice.Suite(var suite) -> {
        HalfOpen login = new HalfOpen(freshId(), request, suite, peer, now);
        halfOpen.add(login);
        OpenSessionResponse.accept(request, highest(request).level(), login.id(), suite, out);
      }
    }
  }

  private static Privilege highest(OpenSessionRequest request) {
    return Privilege.of(request.privilege()).orElse(Privilege.ADMINISTRATOR);
  }

  private int freshId() {
    int id;
    do {
      id = random.nextInt();
    } while (id == 0 || halfOpen.contains(id) || sessions.find(id).isPresent());
    return id;
  }

  /** Answers RAKP Message 1. */
  public void rakp1(Rakp1 rakp1, InetSocketAddress peer, ByteBuffer out, long now) {
    Optional<HalfOpen> found = halfOpen.find(rakp1.sessionId(), peer);
    if (found.isEmpty()) {
      KeyExchange.writeRefusal(rakp1.tag(), StatusCode.INVALID_SESSION_ID, 0, out);
      return;
    }
    HalfOpen login = found.get();
    Optional<StatusCode> refusal = refusal(rakp1, peer, now);
    if (refusal.isPresent()) {
      halfOpen.remove(login);
      int consoleSessionId = login.request().consoleSessionId();
      KeyExchange.writeRefusal(rakp1.tag(), refusal.get(), consoleSessionId, out);
      return;
    }
    KeyExchange exchange = login.exchangeOf(rakp1).orElseGet(() -> startExchange(login, rakp1));
    exchange.writeRakp2(out);
  }

  /** Why this message is refused, whoever the user is. */
  private Optional<StatusCode> refusal(Rakp1 rakp1, InetSocketAddress peer, long now) {
    if (failed.exceeded(peer.getAddress(), now)) {
      return Optional.of(StatusCode.INSUFFICIENT_RESOURCES);
    }
    if (!rakp1.hasValidNameLength()) {
      return Optional.of(StatusCode.INVALID_NAME_LENGTH);
    }
    if (Privilege.of(rakp1.privilege()).isEmpty()) {
      return Optional.of(StatusCode.INVALID_ROLE);
    }
    if (rakp1.name().isEmpty()) {
      log.refused(peer, "", "there is no null user", now);
      return Optional.of(StatusCode.UNAUTHORIZED_NAME);
    }
    return Optional.empty();
  }

  private KeyExchange startExchange(HalfOpen login, Rakp1 rakp1) {
    byte[] key =
        account(rakp1)
            .flatMap(Account::password)
            .map(password -> password.reveal().getBytes(StandardCharsets.UTF_8))
            .orElse(decoyKey);
    KeyExchange exchange =
        new KeyExchange(
            login.suite(),
            key,
            login.request().consoleSessionId(),
            rakp1,
            Nonce.random(random),
            systemGuid);
    login.exchange(exchange);
    return exchange;
  }

  private Optional<Account> account(Rakp1 rakp1) {
    byte[] name = rakp1.name().getBytes(StandardCharsets.ISO_8859_1);
    String text = new String(name, StandardCharsets.UTF_8);
    return accounts.named(text).filter(Account::mayUseIpmi);
  }

  /**
   * Answers RAKP Message 3; nothing is written where the standard wants no answer.
   *
   * @return whether something was written
   */
  public boolean rakp3(Rakp3 rakp3, InetSocketAddress peer, ByteBuffer out, long now) {
    Optional<HalfOpen> found = halfOpen.find(rakp3.sessionId(), peer);
    Optional<KeyExchange> started = found.flatMap(HalfOpen::exchange);
    if (started.isEmpty()) {
      Optional<Session> session = sessions.find(rakp3.sessionId());
      if (session.isPresent()) {
        return session.get().repeatLogin(rakp3, peer, out);
      }
      KeyExchange.writeRefusal(rakp3.tag(), StatusCode.INVALID_SESSION_ID, 0, out);
      return true;
    }
    HalfOpen login = found.orElseThrow();
    KeyExchange exchange = started.get();
    halfOpen.remove(login);
    if (rakp3.status() != StatusCode.NO_ERRORS.code()) {
      // The console found RAKP Message 2 wrong: to it the password is another one (§13.22).
      refuse(peer, exchange, now);
      return false;
    }
    int consoleSessionId = login.request().consoleSessionId();
    if (failed.exceeded(peer.getAddress(), now)) {
      // Asked again: many logins may have been started before the limit was reached.
      KeyExchange.writeRefusal(
          rakp3.tag(), StatusCode.INSUFFICIENT_RESOURCES, consoleSessionId, out);
      return true;
    }
    boolean proven = rakp3.proves(exchange);
    Optional<Account> account = account(exchange.rakp1());
    if (!proven || account.isEmpty()) {
      refuse(peer, exchange, now);
      KeyExchange.writeRefusal(
          rakp3.tag(), StatusCode.INVALID_INTEGRITY_CHECK, consoleSessionId, out);
      return true;
    }
    Privilege wanted = Privilege.of(exchange.rakp1().privilege()).orElseThrow();
    if (!Privilege.of(account.get().role()).covers(wanted)) {
      log.refused(peer, account.get().name(), "may not be " + wanted, now);
      KeyExchange.writeRefusal(rakp3.tag(), StatusCode.UNAUTHORIZED_ROLE, consoleSessionId, out);
      return true;
    }
    Session session =
        new Session(
            login.id(),
            sessions.freeHandle(),
            account.get(),
            peer,
            wanted.atMost(highest(login.request())),
            rakp3,
            exchange,
            new PacketSeal(exchange, random),
            now);
    sessions.add(session);
    log.accepted(session, login.suite().id(), now);
    exchange.writeRakp4(rakp3.tag(), out);
    return true;
  }

  private void refuse(InetSocketAddress peer, KeyExchange exchange, long now) {
    failed.add(peer.getAddress(), now);
    log.refused(peer, exchange.rakp1().name(), "wrong user name or password", now);
  }
}
