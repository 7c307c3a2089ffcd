package io.anyrack.ipmi.lan;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.ipmi.TestBmc;
import io.anyrack.rack.account.Role;
import io.anyrack.rack.node.Event;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users over IPMI: user 2 is the rack file's, 3 is a viewer, the rest is free. */
class UserCommandsTest {
  private static final String STATUS = "00 01";

  private final LanHarness lan = new LanHarness();
  private final RemoteConsole admin = console("admin", TestBmc.PASSWORD, 4);
  private int ports = 41_000;

  @BeforeEach
  void logIn() {
    assertThat(admin.login()).isTrue();
    assertThat(admin.command("063b04")).isEqualTo("0004");
  }

  private RemoteConsole console(String user, String password, int role) {
    return new RemoteConsole(lan, LanHarness.peer(1, ports++), 17, user, password, role);
  }

  /** A text as the data of a request, padded with zeros. */
  private static String hex(String text, int length) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(Arrays.copyOf(octets, length));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "Get User Access of the rack file's  | 06 44 01 02          | 00 10 42 01 34",
        "Get User Access of a viewer         | 06 44 01 03          | 00 10 42 01 32",
        "Get User Access of a free place     | 06 44 01 04          | 00 10 82 01 3f",
        "Get User Access of the null user    | 06 44 01 01          | 00 10 82 01 3f",
        "Get User Access: no such user       | 06 44 01 11          | cc",
        "Get User Access: no such channel    | 06 44 02 02          | cc",
        "Set User Access: no null user       | 06 43 91 01 0f       | 00",
        "Set User Access of the null user    | 06 43 91 01 02       | cc",
        "Disable the null user               | 06 47 01 00          | 00",
        "Enable the null user                | 06 47 01 01          | cc",
        "Get User Name of the null user      | 06 46 01             | 00"
            + " 00000000000000000000000000000000",
        "Get User Name                       | 06 46 02             | 00"
            + " 61646d696e0000000000000000000000",
        "Get User Name of a free place       | 06 46 10             | 00"
            + " 00000000000000000000000000000000",
        "Get User Name: no such user         | 06 46 11             | cc",
        "Set User Name of the null user      | 06 45 01 6f746865720000000000000000000000 | cc",
        "Set User Name: no such user         | 06 45 11 6f746865720000000000000000000000 | cc",
        "Set User Name: somebody else's      | 06 45 04 61646d696e0000000000000000000000 | cc",
        "Set User Name: not UTF-8            | 06 45 04 ff000000000000000000000000000000 | cc",
        "Set User Name: the last admin's     | 06 45 02 00000000000000000000000000000000 | d5",
        "Set User Access: to an operator     | 06 43 91 03 03       | 00",
        "Set User Access: the last admin     | 06 43 91 02 03       | d5",
        "Set User Access: no IPMI for admin  | 06 43 81 02 04       | d5",
        "Set User Access: no IPMI            | 06 43 81 03 02       | 00",
        "Set User Access: callback           | 06 43 91 03 01       | cc",
        "Set User Access: OEM                | 06 43 91 03 05       | cc",
        "Set User Access: a session limit    | 06 43 91 03 03 01    | cc",
        "Set User Access: no such channel    | 06 43 92 03 03       | cc",
        "Disable the last admin              | 06 47 02 00          | d5",
        "Disable a viewer                    | 06 47 03 00          | 00",
        "Test a password                     | 06 47 82 03 636f727265637420686f727365"
            + "00000000000000 | 00",
        "Test a wrong password               | 06 47 82 03 636f727265637420686f727365"
            + "01000000000000 | 80",
        "Test a password of a free place     | 06 47 84 03 636f727265637420686f727365"
            + "01000000000000 | 80",
        "Set a password: 16 said, 20 there   | 06 47 03 02 636f727265637420686f727365"
            + "01000000000000 | c7",
        "Set a password: empty               | 06 47 03 02 00000000000000000000000000"
            + "000000 | cc",
        "Set Channel Access: as it is        | 06 40 01 62 44       | 00",
        "Set Channel Access: no change       | 06 40 01 00 00       | 00",
        "Set Channel Access: disabled        | 06 40 01 60 00       | 83",
        "Set Channel Access: users only      | 06 40 01 00 42       | 83",
        "Set User Payload Access: as it is   | 06 4c 01 02 02 00 00 00 | 00",
        "Set User Payload Access: not viewer | 06 4c 01 03 02 00 00 00 | d5",
        "Set User Payload Access: no viewer  | 06 4c 01 43 02 00 00 00 | 00",
      })
  void requestsAndAnswers(String name, String request, String answer) {
    assertThat(admin.command(request)).isEqualTo(answer.replace(" ", ""));
  }

  @Test
  void aNewUserLogsInOnceAllIsSet() {
    assertThat(admin.command("06 45 04" + hex("maas", 16))).isEqualTo("00");
    assertThat(admin.command("06 47 84 02" + hex("a password of 20 ...", 20))).isEqualTo("00");
    assertThat(admin.command("06 43 91 04 03")).isEqualTo("00");
    assertThat(console("maas", "a password of 20 ...", 3).login()).as("not enabled").isFalse();
    assertThat(admin.command("06 47 04 01")).isEqualTo("00");

    assertThat(console("maas", "a password of 20 ...", 3).login()).isTrue();
    assertThat(console("maas", "a password of 20 ...", 4).login()).as("operator").isFalse();
    assertThat(lan.node.events().events())
        .filteredOn(event -> event.kind() == Event.Kind.COMMAND)
        .extracting(Event::message)
        .containsExactly(
            "IPMI user 4 is called 'maas'",
            "IPMI user 4 has a new password",
            "IPMI user 4 may have OPERATOR",
            "IPMI user 4 enabled");
  }

  @Test
  void theRackFilesUserMayGetAnotherPassword() {
    assertThat(admin.command("06 47 02 02" + hex("new", 16))).isEqualTo("00");

    assertThat(admin.command(STATUS)).as("the session goes on").startsWith("00");
    assertThat(console("admin", TestBmc.PASSWORD, 4).login()).isFalse();
    assertThat(console("admin", "new", 4).login()).isTrue();
  }

  @Test
  void whoMayNoLongerLogInLosesTheSessionToo() {
    RemoteConsole viewer = console("viewer", "look only", 2);
    assertThat(viewer.login()).isTrue();
    assertThat(viewer.command(STATUS)).startsWith("00");
    assertThat(admin.command("06 47 03 00")).isEqualTo("00");

    assertThat(viewer.command(STATUS)).isEmpty();
    assertThat(lan.bmc.sessions().size()).isEqualTo(1);
  }

  @Test
  void aLowerPrivilegeHoldsInOpenSessionsToo() {
    lan.bmc.endpoint().accounts().change(3, user -> user.withRole(Role.OPERATOR));
    RemoteConsole viewer = console("viewer", "look only", 3);
    assertThat(viewer.login()).isTrue();
    assertThat(viewer.command("06 3b 03")).isEqualTo("0003");
    assertThat(admin.command("06 43 91 03 02")).isEqualTo("00");

    assertThat(viewer.command("00 02 01")).isEqualTo("d4");
    assertThat(viewer.command("06 3b 03")).isEqualTo("81");
  }

  @Test
  void aUserWithoutMessagingHasNoIpmi() {
    assertThat(admin.command("06 43 81 03 02")).isEqualTo("00");
    assertThat(admin.command("06 44 01 03")).isEqualTo("0010420122");
    assertThat(console("viewer", "look only", 2).login()).isFalse();
    assertThat(admin.command("06 43 01 03 02")).as("only the privilege").isEqualTo("00");
    assertThat(console("viewer", "look only", 2).login()).isFalse();
    assertThat(admin.command("06 43 91 03 02")).isEqualTo("00");
    assertThat(console("viewer", "look only", 2).login()).isTrue();
  }

  @Test
  void onlyAnAdministratorSetsUsers() {
    RemoteConsole viewer = console("viewer", "look only", 2);
    assertThat(viewer.login()).isTrue();
    for (String request :
        new String[] {
          "06 43 91 03 04",
          "06 45 04" + hex("x", 16),
          "06 47 03 01",
          "06 40 01 00 00",
          "06 44 01 02"
        }) {
      assertThat(viewer.command(request)).as(request).isEqualTo("d4");
    }
  }
}
