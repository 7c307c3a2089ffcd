package io.anyrack.redfish.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.rack.account.Account;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who logs in with which name and password. A pair is looked up by its HMAC under a key that only
 * this process knows: one look takes the same time for a right pair, a wrong password and an
 * unknown name, and however many nodes there are. Accounts that change are noticed with the next
 * look. Thread-safe.
 */
public final class Logins {
  private static final String HMAC = "HmacSHA256";
  private static final int KEY_OCTETS = 32;

  private final SecretKeySpec key;
  private volatile List<Realm> realms = List.of();
  private volatile Table table = new Table(List.of(), List.of(), Map.of());

  /** What was found in realms, and in which state they were then. */
  private record Table(
      List<Realm> realms, List<Integer> generations, Map<ByteBuffer, Login> byDigest) {
    @SuppressWarnings("ReferenceEquality") // lists are replaced as a whole
    boolean isOf(List<Realm> now) {
      if (realms != now) {
        return false;
      }
      for (int i = 0; i < generations.size(); i++) {
        if (generations.get(i) != now.get(i).accounts().generation()) {
          return false;
        }
      }
      return true;
    }
  }

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

  /** Lets those in who have an account there. */
  public synchronized void add(Realm realm) {
    List<Realm> more = new ArrayList<>(realms);
    more.add(realm);
    realms = List.copyOf(more);
  }

  /** Lets those in no more. */
  public synchronized void remove(Realm realm) {
    realms = realms.stream().filter(each -> !each.equals(realm)).toList();
  }

  /** The accounts that whoever sees this node alone, or all, is one of. */
  public Optional<Realm> realm(Optional<String> node) {
    return realms.stream().filter(realm -> realm.node().equals(node)).findFirst();
  }

  /** Who logs in with this name and password. */
  public Optional<Login> verify(String username, String password) {
    Table now = table;
    if (!now.isOf(realms)) {
      now = renew();
    }
    return Optional.ofNullable(now.byDigest().get(digest(username, password)));
  }

  private synchronized Table renew() {
    List<Integer> generations = new ArrayList<>();
    Map<ByteBuffer, Login> byDigest = new HashMap<>();
    // One who sees all nodes is not narrowed by one of the same name who sees only one.
    for (Realm realm : realms) {
      generations.add(realm.accounts().generation());
      for (Account account : realm.accounts().all()) {
        if (account.mayLogIn()) {
          byDigest.merge(
              digest(account.name(), account.password().orElseThrow().reveal()),
              new Login(realm, account),
              (old, added) -> added.realm().node().isEmpty() ? added : old);
        }
      }
    }
    table = new Table(realms, List.copyOf(generations), Map.copyOf(byDigest));
    return table;
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
