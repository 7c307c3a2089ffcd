package io.anyrack.rack.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.rack.account.AccountException.Reason;
import io.anyrack.rack.model.Secret;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Users of a BMC: places, names, and who can never be locked out. */
class AccountsTest {
  private static final Secret PASSWORD = new Secret("sesame");
  private static final int PLACES = 3;

  private final AccountStore store = AccountStore.inMemory();
  private final Accounts accounts = open("admin", "given");

  private Accounts open(String name, String password) {
    return new Accounts(name, new Secret(password), PLACES, store);
  }

  private Account add(String name) {
    return accounts.add(name, PASSWORD, Role.OPERATOR, true);
  }

  @Test
  void theRackFilesUserIsThereAtFirst() {
    assertThat(accounts.all()).singleElement().matches(Account::mayLogIn);
    assertThat(accounts.first().id()).isEqualTo(2);
    assertThat(accounts.first().role()).isEqualTo(Role.ADMINISTRATOR);
    assertThat(store.read()).isEmpty();
  }

  @Test
  void usersTakeTheLowestFreePlace() {
    assertThat(add("one").id()).isEqualTo(3);
    assertThat(add("two").id()).isEqualTo(4);
    accounts.remove(3);
    assertThat(add("three").id()).isEqualTo(3);
    assertThat(accounts.all()).extracting(Account::name).containsExactly("admin", "three", "two");
  }

  @Test
  void aUserIsMadeStepByStepAsIpmiDoes() {
    for (UnaryOperator<Account> step :
        Stream.<UnaryOperator<Account>>of(
                user -> user.withName("maas"),
                user -> user.withPassword(PASSWORD),
                user -> user.withRole(Role.ADMINISTRATOR))
            .toList()) {
      assertThat(accounts.change(4, step).mayLogIn()).isFalse();
    }
    assertThat(accounts.change(4, user -> user.withEnabled(true)).mayLogIn()).isTrue();
    assertThat(accounts.named("maas")).get().extracting(Account::id).isEqualTo(4);
  }

  @Test
  void aUserWithoutAnameIsGone() {
    add("one");
    accounts.change(3, user -> user.withName(""));
    assertThat(accounts.all()).hasSize(1);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(
            "a name of 17 octets", 3, Reason.NAME, change(a -> a.withName("a".repeat(17)))),
        Arguments.of(
            "a name of 9 two-octet letters",
            3,
            Reason.NAME,
            change(a -> a.withName("ä".repeat(9)))),
        Arguments.of("a name with a line feed", 3, Reason.NAME, change(a -> a.withName("a\nb"))),
        Arguments.of("a name twice", 3, Reason.NAME_TAKEN, change(a -> a.withName("admin"))),
        Arguments.of(
            "a password of 21 octets",
            3,
            Reason.PASSWORD,
            change(a -> a.withPassword(new Secret("p".repeat(21))))),
        Arguments.of(
            "an empty password", 3, Reason.PASSWORD, change(a -> a.withPassword(new Secret("")))),
        Arguments.of("place 1", 1, Reason.NO_SUCH_ACCOUNT, change(a -> a.withName("x"))),
        Arguments.of("a place too many", 5, Reason.NO_SUCH_ACCOUNT, change(a -> a.withName("x"))),
        Arguments.of(
            "the last administrator off", 2, Reason.PROTECTED, change(a -> a.withEnabled(false))),
        Arguments.of(
            "the last administrator as a guest",
            2,
            Reason.PROTECTED,
            change(a -> a.withRole(Role.READ_ONLY))),
        Arguments.of(
            "the last administrator without a name",
            2,
            Reason.PROTECTED,
            change(a -> a.withName(""))));
  }

  private static UnaryOperator<Account> change(UnaryOperator<Account> change) {
    return change;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refused(String what, int id, Reason reason, UnaryOperator<Account> change) {
    int generation = accounts.generation();
    assertThatThrownBy(() -> accounts.change(id, change))
        .isInstanceOfSatisfying(
            AccountException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    assertThat(accounts.all()).hasSize(1);
    assertThat(accounts.generation()).isEqualTo(generation);
  }

  @Test
  void moreUsersThanPlacesAreRefused() {
    add("one");
    add("two");
    assertThatThrownBy(() -> add("three"))
        .isInstanceOfSatisfying(
            AccountException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FULL));
  }

  @Test
  void changesOutliveTheProcessAsLongAsTheRackFileSaysTheSame() {
    add("one");
    accounts.change(2, user -> user.withPassword(new Secret("changed")));
    assertThat(open("admin", "given").all()).isEqualTo(accounts.all());
    assertThat(open("admin", "new").first().password()).contains(new Secret("new"));
    assertThat(open("admin", "new").named("one")).isPresent();
  }

  @Test
  void theRackFileTakesItsNameBack() {
    add("root");
    Accounts renamed = open("root", "given");
    assertThat(renamed.all()).singleElement().extracting(Account::id).isEqualTo(2);
  }

  @Test
  void whatCannotBeKeptIsNotDone() {
    Accounts full =
        new Accounts(
            "admin",
            PASSWORD,
            PLACES,
            new AccountStore() {
              @Override
              public java.util.Optional<Kept> read() {
                return java.util.Optional.empty();
              }

              @Override
              public void write(Kept kept) {
                throw new io.anyrack.rack.RackException("disk full");
              }
            });
    assertThatThrownBy(() -> full.add("one", PASSWORD, Role.OPERATOR, true))
        .hasMessage("disk full");
    assertThat(full.all()).hasSize(1);
  }
}
