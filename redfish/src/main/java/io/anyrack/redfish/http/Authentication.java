package io.anyrack.redfish.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.redfish.account.FailedLogins;
import io.anyrack.redfish.account.Identity;
import io.anyrack.redfish.account.Login;
import io.anyrack.redfish.account.LoginLog;
import io.anyrack.redfish.account.Logins;
import io.anyrack.redfish.account.Session;
import io.anyrack.redfish.account.SessionTable;
import io.anyrack.redfish.message.BaseMessage;
import io.anyrack.redfish.message.Message;
import io.anyrack.redfish.message.RedfishException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out who sends a request: by session or by name and password (DSP0266 §13.3). */
public final class Authentication {
  private static final String BASIC = "Basic ";
  private static final int LONGEST = 512;

  private final Logins logins;
  private final SessionTable sessions;
  private final FailedLogins failures;
  private final LoginLog audit;

  /**
   * Knows who may come in.
   *
   * @param logins names and passwords
   * @param sessions that are open
   * @param failures limits attempts
   * @param audit is told of logins and refusals
   */
  public Authentication(
      Logins logins, SessionTable sessions, FailedLogins failures, LoginLog audit) {
    this.logins = logins;
    this.sessions = sessions;
    this.failures = failures;
    this.audit = audit;
  }

  /**
   * Who sends the request; empty: it does not say.
   *
   * @throws RedfishException if it says so wrongly
   */
  Optional<Identity> identify(Request request) {
    Optional<String> token = request.header("x-auth-token");
    if (token.isPresent()) {
      return Optional.of(
          sessions.of(token.get()).map(Session::identity).orElseThrow(Authentication::refusal));
    }
    return request.header("authorization").map(value -> basic(request, value));
  }

  private Identity basic(Request request, String value) {
    if (!value.regionMatches(true, 0, BASIC, 0, BASIC.length()) || value.length() > LONGEST) {
      throw refusal();
    }
    String pair;
    try {
      pair = new String(Base64.getDecoder().decode(value.substring(BASIC.length()).trim()), UTF_8);
    } catch (IllegalArgumentException e) {
      throw refusal();
    }
    int colon = pair.indexOf(':');
    if (colon < 0) {
      throw refusal();
    }
    Identity identity =
        verify(request, pair.substring(0, colon), pair.substring(colon + 1)).identity();
    audit.used(identity, request.source());
    return identity;
  }

  /**
   * Logs somebody in with name and password.
   *
   * @throws RedfishException if that is refused
   */
  public Login login(Request request, String username, String password) {
    Login login = verify(request, username, password);
    audit.opened(login.identity(), request.source());
    return login;
  }

  private Login verify(Request request, String username, String password) {
    Optional<Login> login =
        failures.attempt(request.source(), () -> logins.verify(username, password));
    if (login.isEmpty()) {
      audit.refused(username, request.source());
      throw refusal();
    }
    return login.get();
  }

  /** What somebody is told who must log in first. */
  static RedfishException refusal() {
    return new RedfishException(
        401,
        List.of(Message.of(BaseMessage.NO_VALID_SESSION)),
        Map.of("WWW-Authenticate", "Basic realm=\"Redfish\""));
  }
}
