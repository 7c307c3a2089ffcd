package io.anyrack.ipmi.session;

import java.time.Duration;

/**
 * How much one BMC gives to those who log in.
 *
 * @param sessions active sessions, 1 to 63 (IPMI 2.0 §22.20 counts them in six bits); for one more,
 *     the one that was silent longest is closed
 * @param halfOpen logins under way from everywhere
 * @param halfOpenPerAddress logins under way from one address
 * @param halfOpenPerPeer logins under way from one address and port
 * @param handshake how long a login may take
 * @param inactivity after what silence a session is closed (IPMI 2.0 §6.12.15: 60 s)
 * @param failedLogins how many refused logins one address may have in {@code failedLoginWindow};
 *     after that it is refused whatever the password
 * @param failedLoginWindow see {@code failedLogins}
 */
public record SessionLimits(
    int sessions,
    int halfOpen,
    int halfOpenPerAddress,
    int halfOpenPerPeer,
    Duration handshake,
    Duration inactivity,
    int failedLogins,
    Duration failedLoginWindow) {
  private static final int MOST_SESSIONS = 63;

  /** What suits a BMC with a few clients, each of which may open many sessions at once. */
  public static final SessionLimits DEFAULT =
      new SessionLimits(
          MOST_SESSIONS,
          256,
          128,
          8,
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          20,
          Duration.ofSeconds(30));

  /** Checks the number of sessions. */
  public SessionLimits {
    if (sessions < 1 || sessions > MOST_SESSIONS) {
      throw new IllegalArgumentException("a BMC has 1 to 63 sessions, not " + sessions);
    }
  }
}
