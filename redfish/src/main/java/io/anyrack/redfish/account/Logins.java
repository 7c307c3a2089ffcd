package io.anyrack.redfish.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.rack.model.Secret;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who logs in with which name and password. A pair is looked up by its HMAC under a key that only
 * this process knows: one look takes the same time for a right pair, a wrong password and an
 * unknown name, and however many nodes there are. Thread-safe.
 */
public final class Logins {
  private static final String HMAC = "HmacSHA256";
  private static final int KEY_OCTETS = 32;

  private final SecretKeySpec key;
  private final Map<ByteBuffer, Identity> byDigest = new ConcurrentHashMap<>();

  /**
   * Nobody.
   *
   * @param random makes the key: must be a cryptographically strong one outside tests
   */
  public Logins(RandomGenerator random) {
    byte[] octets = new byte[KEY_OCTETS];
    random.nextBytes(octets);
    this.key = new SecretKeySpec(octets, HMAC);
  }

  /** Lets somebody in; one who sees all nodes is not narrowed by one who sees only one. */
  public void add(Identity identity, Secret password) {
    byDigest.merge(
        digest(identity.username(), password.reveal()),
        identity,
        (old, added) -> old.node().isEmpty() ? old : added);
  }

  /** Lets nobody in that the identity was added for. */
  public void remove(Identity identity) {
    byDigest.values().removeIf(identity::equals);
  }

  /** Who logs in with this name and password. */
  public Optional<Identity> verify(String username, String password) {
    return Optional.ofNullable(byDigest.get(digest(username, password)));
  }

  private ByteBuffer digest(String username, String password) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      mac.update(username.getBytes(UTF_8));
      mac.update((byte) 0);
      return ByteBuffer.wrap(mac.doFinal(password.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }
}
