package io.anyrack.rack.account;

import io.anyrack.rack.account.AccountException.Reason;
import io.anyrack.rack.model.Secret;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The accounts of one BMC: all its doors have the same. Place {@link #FIRST} is the rack file's
 * account. Clients may give it another name and password, which hold until the rack file says
 * something else than it did; it stays an enabled administrator, so that nobody locks everybody
 * out.
 *
 * <p>Each change is kept before it is seen. Thread-safe.
 */
public final class Accounts {
  /** The rack file's account; place 1 is IPMI's null user, which does not exist here (§6.9). */
  public static final int FIRST = 2;

  /** How many places a BMC has unless something else is said. */
  public static final int DEFAULT_PLACES = 15;

  private final AccountStore store;
  private final int places;
  private final String givenName;
  private final Secret givenPassword;

  /** Replaced as a whole; a change is made under the monitor. */
  private volatile List<Account> accounts;

  private volatile int generation;

  /**
   * Opens the accounts of a BMC. Nothing is written until something changes.
   *
   * @param name what the rack file calls its account
   * @param password its password there
   * @param places how many accounts there can be
   * @param store keeps what clients change
   * @throws io.anyrack.rack.RackException if what is kept cannot be understood
   */
  public Accounts(String name, Secret password, int places, AccountStore store) {
    this.store = store;
    this.places = places;
    this.givenName = name;
    this.givenPassword = password;
    this.accounts =
        restored(new Account(FIRST, name, Optional.of(password), Role.ADMINISTRATOR, true));
  }

  private List<Account> restored(Account given) {
    Optional<AccountStore.Kept> kept = store.read();
    if (kept.isEmpty()) {
      return List.of(given);
    }
    TreeMap<Integer, Account> byId = new TreeMap<>();
    kept.get().accounts().stream()
        .filter(account -> account.id() >= FIRST && account.id() <= highestId())
        .forEach(account -> byId.put(account.id(), account));
    boolean asBefore =
        kept.get().givenName().equals(givenName)
            && kept.get().givenPassword().reveal().equals(givenPassword.reveal());
    if (!asBefore || !byId.containsKey(FIRST)) {
      byId.put(FIRST, given);
      // The rack file comes first: whoever took its name meanwhile has to take another one.
      byId.values().removeIf(each -> each.id() != FIRST && each.name().equals(given.name()));
    }
    return List.copyOf(byId.values());
  }

  /** The accounts of all places that are not free, by place. */
  public List<Account> all() {
    return accounts;
  }

  /** The rack file's account, as it is now. */
  public Account first() {
    return accounts.getFirst();
  }

  /** The highest place there is. */
  public int highestId() {
    return FIRST + places - 1;
  }

  /** The account of a place, which may be free; empty: there is no such place. */
  public Optional<Account> place(int id) {
    if (id < FIRST || id > highestId()) {
      return Optional.empty();
    }
    return accounts.stream()
        .filter(account -> account.id() == id)
        .findFirst()
        .or(() -> Optional.of(Account.free(id)));
  }

  /** The account of that name, whether or not it may log in. */
  public Optional<Account> named(String name) {
    return name.isEmpty()
        ? Optional.empty()
        : accounts.stream().filter(account -> account.name().equals(name)).findFirst();
  }

  /** Another number after each change: whoever stays logged in asks again whether they may. */
  public int generation() {
    return generation;
  }

  /**
   * Gives somebody the lowest free place.
   *
   * @throws AccountException why not
   */
  public synchronized Account add(String name, Secret password, Role role, boolean enabled) {
    if (name.isEmpty()) {
      throw new AccountException(Reason.NAME, "a user needs a name");
    }
    for (int id = FIRST; id <= highestId(); id++) {
      if (place(id).filter(Account::isFree).isPresent()) {
        Account added = new Account(id, name, Optional.of(password), role, enabled);
        put(added);
        return added;
      }
    }
    throw new AccountException(
        Reason.FULL, "all %d places for users are taken; remove one".formatted(places));
  }

  /**
   * Changes what a place holds, in one step.
   *
   * @return what it holds now
   * @throws AccountException why not
   */
  public synchronized Account change(int id, UnaryOperator<Account> change) {
    Account before = place(id).orElseThrow(() -> unknown(id));
    Account after = change.apply(before);
    if (!after.equals(before)) {
      put(after);
    }
    return after;
  }

  /**
   * Makes a place free.
   *
   * @throws AccountException why not
   */
  public void remove(int id) {
    change(id, account -> Account.free(account.id()));
  }

  private AccountException unknown(int id) {
    return new AccountException(
        Reason.NO_SUCH_ACCOUNT,
        "there is no user %d: users are %d to %d".formatted(id, FIRST, highestId()));
  }

  private synchronized void put(Account account) {
    boolean locksOut = !account.mayLogIn() || account.role() != Role.ADMINISTRATOR;
    if (account.id() == FIRST && locksOut) {
      throw new AccountException(
          Reason.PROTECTED,
          "user %d is the rack file's: it stays an enabled administrator".formatted(FIRST));
    }
    if (named(account.name()).filter(other -> other.id() != account.id()).isPresent()) {
      throw new AccountException(
          Reason.NAME_TAKEN, "another user is called '%s' already".formatted(account.name()));
    }
    TreeMap<Integer, Account> byId = new TreeMap<>();
    accounts.forEach(each -> byId.put(each.id(), each));
    if (account.isFree()) {
      byId.remove(account.id());
    } else {
      byId.put(account.id(), account);
    }
    List<Account> next = List.copyOf(byId.values());
    store.write(new AccountStore.Kept(givenName, givenPassword, next));
    accounts = next;
    generation++;
  }
}
