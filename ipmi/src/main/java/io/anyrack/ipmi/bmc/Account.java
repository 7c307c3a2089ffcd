package io.anyrack.ipmi.bmc;

import io.anyrack.ipmi.message.Privilege;
import io.anyrack.rack.model.Secret;
import java.nio.charset.StandardCharsets;

/**
 * Who may log in.
 *
 * @param name 1 to 16 octets of UTF-8 (IPMI 2.0 §22.28)
 * @param password 1 to 20 octets of UTF-8 (IPMI 2.0 §22.30)
 * @param limit the highest privilege the account may have; at least {@link Privilege#CALLBACK}
 */
public record Account(String name, Secret password, Privilege limit) {
  /** The longest user name, in octets. */
  public static final int LONGEST_NAME = 16;

  /** The longest password, in octets. */
  public static final int LONGEST_PASSWORD = 20;

  /** Checks the lengths and the limit. */
  public Account {
    int nameLength = name.getBytes(StandardCharsets.UTF_8).length;
    int passwordLength = password.reveal().getBytes(StandardCharsets.UTF_8).length;
    if (nameLength < 1 || nameLength > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "an IPMI user name has 1 to 16 octets; '%s' has %d".formatted(name, nameLength));
    }
    if (passwordLength < 1 || passwordLength > LONGEST_PASSWORD) {
      throw new IllegalArgumentException(
          "an IPMI password has 1 to 20 octets; the one of '%s' has %d"
              .formatted(name, passwordLength));
    }
    if (limit == Privilege.NONE) {
      throw new IllegalArgumentException("the account '" + name + "' has no privilege");
    }
  }
}
