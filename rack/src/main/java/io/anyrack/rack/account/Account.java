package io.anyrack.rack.account;

import io.anyrack.rack.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A numbered place for a user, as IPMI has them: name, password and role are set one by one, so any
 * of them may be missing.
 *
 * @param id the place, {@link Accounts#FIRST} and up
 * @param name up to {@link #LONGEST_NAME} octets of UTF-8; empty: the place is free
 * @param password 1 to {@link #LONGEST_PASSWORD} octets of UTF-8; empty: none was set
 * @param role what the user may do
 * @param enabled whether the user is switched on
 */
public record Account(int id, String name, Optional<Secret> password, Role role, boolean enabled) {
  /** The longest user name, in octets (IPMI 2.0 §22.28). */
  public static final int LONGEST_NAME = 16;

  /** The longest password, in octets (IPMI 2.0 §22.30). */
  public static final int LONGEST_PASSWORD = 20;

  /** Checks the lengths. */
  public Account {
    if (octets(name) > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
      throw new AccountException(
          AccountException.Reason.NAME,
          "a user name has 1 to %d octets and no control characters".formatted(LONGEST_NAME));
    }
    int length = password.map(secret -> octets(secret.reveal())).orElse(1);
    if (length < 1 || length > LONGEST_PASSWORD) {
      throw new AccountException(
          AccountException.Reason.PASSWORD,
          "a password has 1 to %d octets, not %d".formatted(LONGEST_PASSWORD, length));
    }
  }

  /** A place that nobody has. */
  public static Account free(int id) {
    return new Account(id, "", Optional.empty(), Role.NO_ACCESS, false);
  }

  /** Whether nothing at all was set here. */
  public boolean isFree() {
    return equals(free(id));
  }

  /** Whether this user can log in: has a name, a password and a role, and is enabled. */
  public boolean mayLogIn() {
    return !name.isEmpty() && password.isPresent() && enabled && role != Role.NO_ACCESS;
  }

  /** The same under another name; without a name, the place becomes free. */
  public Account withName(String next) {
    return next.isEmpty() ? free(id) : new Account(id, next, password, role, enabled);
  }

  /** The same with another password. */
  public Account withPassword(Secret next) {
    return new Account(id, name, Optional.of(next), role, enabled);
  }

  /** The same with another role. */
  public Account withRole(Role next) {
    return new Account(id, name, password, next, enabled);
  }

  /** The same switched on or off. */
  public Account withEnabled(boolean next) {
    return new Account(id, name, password, role, next);
  }

  private static int octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
