package io.anyrack.redfish.account;

import io.anyrack.rack.account.Account;
import io.anyrack.rack.model.Secret;
import java.util.Optional;

/**
 * Somebody who logged in, with the account as it was then.
 *
 * @param realm whose account it is
 * @param account the account
 */
public record Login(Realm realm, Account account) {

  /** Who that was. */
  public Identity identity() {
    return identity(account);
  }

  /** Who that is now; empty: the account has another name or password, or may log in no more. */
  public Optional<Identity> current() {
    return realm.accounts().place(account.id()).filter(this::isSame).map(this::identity);
  }

  private boolean isSame(Account now) {
    return now.mayLogIn()
        && now.name().equals(account.name())
        && now.password().map(Secret::reveal).equals(account.password().map(Secret::reveal));
  }

  private Identity identity(Account of) {
    return new Identity(of.name(), Role.of(of.role()).orElseThrow(), realm.node());
  }
}
