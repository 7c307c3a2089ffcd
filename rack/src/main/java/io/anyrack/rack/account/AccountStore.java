package io.anyrack.rack.account;

import io.anyrack.rack.model.Secret;
import java.util.List;
import java.util.Optional;

/** Keeps the accounts of one BMC where they outlive the process. Used by one thread at a time. */
public interface AccountStore {
  /**
   * What is kept.
   *
   * @param givenName the name that the rack file had for its account when this was kept
   * @param givenPassword the password it had
   * @param accounts the accounts, those of free places left out
   */
  record Kept(String givenName, Secret givenPassword, List<Account> accounts) {
    /** Copies the list. */
    public Kept {
      accounts = List.copyOf(accounts);
    }
  }

  /**
   * What was kept last; empty: nothing yet.
   *
   * @throws io.anyrack.rack.RackException if it is there but cannot be understood
   */
  Optional<Kept> read();

  /**
   * Keeps this in place of what was kept before.
   *
   * @throws io.anyrack.rack.RackException if that fails; what was kept before is then still kept
   */
  void write(Kept kept);

  /** One that forgets when the process ends. */
  static AccountStore inMemory() {
    return new AccountStore() {
      private Optional<Kept> content = Optional.empty();

      @Override
      public Optional<Kept> read() {
        return content;
      }

      @Override
      public void write(Kept kept) {
        content = Optional.of(kept);
      }
    };
  }
}
