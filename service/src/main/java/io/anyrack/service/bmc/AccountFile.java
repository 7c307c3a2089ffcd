package io.anyrack.service.bmc;

import io.anyrack.rack.RackException;
import io.anyrack.rack.account.Account;
import io.anyrack.rack.account.AccountStore;
import io.anyrack.rack.account.Role;
import io.anyrack.rack.model.Secret;
import io.anyrack.service.state.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The accounts of a BMC in a file that only its owner may read; there is none until a client
 * changes something. Used by one thread at a time.
 */
public final class AccountFile implements AccountStore {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;

  private record Given(String name, String password) {}

  private record Entry(
      int id,
      String name,
      Optional<String> password,
      Role role,
      boolean enabled,
      boolean messaging) {}

  private record Content(Given given, List<Entry> accounts) {
    private Content {
      accounts = List.copyOf(accounts);
    }
  }

  /**
   * A file that need not exist, in a directory that does.
   *
   * @param file where the accounts are kept
   */
  public AccountFile(Path file) {
    this.file = file;
  }

  @Override
  public Optional<Kept> read() {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(e);
    }
    try {
      Content content = JSON.readValue(bytes, Content.class);
      return Optional.of(
          new Kept(
              content.given().name(),
              new Secret(content.given().password()),
              content.accounts().stream().map(AccountFile::account).toList()));
    } catch (JacksonException | NullPointerException e) {
      throw unreadable(e);
    }
  }

  /** The cause stays away: a parser may quote what it was given. */
  private RackException unreadable(Exception e) {
    return new RackException(
        "cannot read the users of a BMC in %s (%s); remove it and only the rack file's user is left"
            .formatted(file, e.getClass().getSimpleName()));
  }

  private static Account account(Entry entry) {
    return new Account(
        entry.id(),
        entry.name(),
        entry.password().map(Secret::new),
        entry.role(),
        entry.enabled(),
        entry.messaging());
  }

  private static Entry entry(Account account) {
    return new Entry(
        account.id(),
        account.name(),
        account.password().map(Secret::reveal),
        account.role(),
        account.enabled(),
        account.messaging());
  }

  @Override
  public void write(Kept kept) {
    Content content =
        new Content(
            new Given(kept.givenName(), kept.givenPassword().reveal()),
            kept.accounts().stream().map(AccountFile::entry).toList());
    try {
      PrivateFile.replace(file, JSON.writeValueAsBytes(content));
    } catch (IOException e) {
      throw new RackException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
