package io.anyrack.ipmi.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.ipmi.TestBmc;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.node.Answer;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.Origin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real ipmitool against a served BMC. */
class IpmitoolTest {
  private final Tool tool = new Tool();

  @AfterEach
  void close() {
    tool.close();
  }

  @Test
  void powerStatusIsExactlyWhatScriptsExpect() {
    assertThat(tool.ipmitool("power", "status")).isEqualTo("Chassis Power is off\n");
    tool.node.submit(new Command.On(), new Origin("node", ""));
    assertThat(tool.ipmitool("power", "status")).isEqualTo("Chassis Power is on\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "17"})
  void bothSuitesWork(String suite) {
    assertThat(tool.ipmitool("-C", suite, "power", "status")).isEqualTo("Chassis Power is off\n");
  }

  @Test
  void suite0IsRefused() {
    assertThat(tool.failingIpmitool("admin", TestBmc.PASSWORD, "-C", "0", "power", "status"))
        .contains("invalid authentication algorithm");
  }

  static Stream<Arguments> powerVerbs() {
    return Stream.of(
        Arguments.of("on", new Command.On()),
        Arguments.of("off", new Command.Off()),
        Arguments.of("soft", new Command.Soft(Optional.of(Duration.ofSeconds(90)))),
        Arguments.of("cycle", new Command.Cycle()),
        Arguments.of("reset", new Command.Reset()),
        Arguments.of("diag", new Command.Diag()));
  }

  @ParameterizedTest(name = "power {0}")
  @MethodSource("powerVerbs")
  void everyPowerVerbIsItsOwnCommand(String verb, Command command) {
    tool.ipmitool("power", verb);

    assertThat(tool.node.commands()).containsExactly(command);
    assertThat(tool.node.origins().getFirst().toString()).startsWith("ipmi admin@127.0.0.1:");
  }

  @ParameterizedTest(name = "bootdev {0} {1}")
  @CsvSource({
    "pxe,   none,                PXE,        ONCE,       OWN,    8004000000",
    "pxe,   'persistent,efiboot', PXE,       CONTINUOUS, UEFI,   e004000000",
    "disk,  efiboot,             DISK,       ONCE,       UEFI,   a008000000",
    "cdrom, persistent,          CDROM,      CONTINUOUS, OWN,    c014000000",
    "bios,  none,                BIOS_SETUP, ONCE,       OWN,    8018000000",
  })
  void bootDevicesAreSetAndReadBack(
      String device,
      String options,
      BootOverride.Device expected,
      BootOverride.Lifetime lifetime,
      BootOverride.Mode mode,
      String data) {
    String set =
        options.equals("none")
            ? tool.ipmitool("chassis", "bootdev", device)
            : tool.ipmitool("chassis", "bootdev", device, "options=" + options);

    assertThat(set).isEqualTo("Set Boot Device to " + device + "\n");
    assertThat(tool.node.commands())
        .contains(new Command.SetBoot(new BootOverride(expected, lifetime, mode)));
    assertThat(tool.ipmitool("chassis", "bootparam", "get", "5"))
        .contains("Boot parameter 5 is valid/unlocked", "Boot parameter data: " + data);
  }

  @Test
  void rawBootFlagsWithBitsOfTheirOwnReadBackAsSet() {
    tool.ipmitool("raw", "0x00", "0x08", "0x05", "0xe0", "0xc6", "0x6a", "0x03", "0x11");

    assertThat(tool.ipmitool("chassis", "bootparam", "get", "5"))
        .contains("Boot parameter data: e0c66a0311");
  }

  @Test
  void lanPrintShowsTheAddress() {
    assertThat(tool.ipmitool("lan", "print", "1"))
        .contains("IP Address Source       : Static Address")
        .contains("IP Address              : 127.0.0.1")
        .contains("Subnet Mask             : 255.0.0.0")
        .contains("MAC Address             : 52:54:00:12:34:56")
        .contains("Default Gateway IP      : 127.0.0.254")
        .contains("RMCP+ Cipher Suites     : 3,17")
        .contains("Cipher Suite Priv Max   : aaXXXXXXXXXXXXX");
  }

  static Stream<List<String>> commandsThatSucceed() {
    return Stream.of(
            "mc info",
            "mc guid",
            "mc selftest",
            "mc reset cold",
            "mc reset warm",
            "chassis status",
            "chassis poh",
            "chassis restart_cause",
            "chassis identify 5",
            "chassis identify force",
            "chassis policy list",
            "chassis policy always-off",
            "chassis bootparam get 0",
            "sol info",
            "sol payload status 1 2",
            "sol looptest 2 10",
            "session info active",
            "channel info 1",
            "channel getciphers ipmi",
            "user list 1",
            "mc getenables",
            "mc watchdog get",
            "mc watchdog off",
            "bmc info",
            "chassis bootdev none",
            "chassis bootparam get 1",
            "sel info",
            "sel list",
            "sel elist",
            "sel time get",
            "sel clear",
            "sdr info",
            "sdr list all",
            "sdr elist full",
            "sensor list",
            "sensor get Watchdog",
            "fru print",
            "fru list",
            "user summary 1",
            "channel getaccess 1 2",
            "session info all",
            "sol payload status 1 1",
            "dcmi discover",
            "dcmi asset_tag",
            "dcmi get_mc_id_string",
            "raw 0x06 0x01",
            "event 1",
            "event 2",
            "event 3",
            "lan stats clear 1",
            "lan set 1 access on",
            "channel setaccess 1 3 link=on ipmi=on callin=off privilege=3",
            "user set name 3 other",
            "user set password 3 other",
            "user set password 3 twenty_octets_of_it. 20",
            "user enable 3",
            "user disable 3",
            "user priv 3 4 1",
            "sol payload enable 1 2",
            "exec /dev/null",
            "power status")
        .map(line -> List.of(line.split(" ")));
  }

  @ParameterizedTest
  @MethodSource("commandsThatSucceed")
  void everyOtherSubcommandWorks(List<String> words) {
    assertThat(tool.ipmitool(words.toArray(String[]::new))).doesNotContainIgnoringCase("error");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "chassis bootmbox get  | Unsupported parameter",
        "dcmi power reading    | Invalid command",
        "pef status            | Error c1",
        "isol info             | not supported",
        "sel time set now      | Command not supported in present state",
        "user disable 2        | Command not supported in present state",
        "user set name 4 admin | Invalid data field",
        "user test 2 16 other  | password incorrect",
      })
  void whatThereIsNotIsRefusedWithItsOwnCode(String line, String message) {
    assertThat(tool.failingIpmitool("admin", TestBmc.PASSWORD, line.split(" "))).contains(message);
  }

  /** It takes the counters' octets the wrong way round: 13 packets are 3328 to it. */
  @Test
  void lanStatisticsAreShown() {
    assertThat(tool.ipmitool("lan", "stats", "get", "1"))
        .contains("IP Rx Header Errors       : 0", "UDP Rx Packet             : ");
  }

  @Test
  void theSystemsNameIsTheNodesAndItsSoftwareSaysItsOwn() {
    assertThat(tool.ipmitool("mc", "getsysinfo", "system_name")).isEqualTo("node1\n");
    assertThat(tool.ipmitool("mc", "getsysinfo", "os_name")).isBlank();
    String name = "Debian GNU/Linux 12 (bookworm) for servers";
    tool.ipmitool("mc", "setsysinfo", "primary_os_name", name);
    assertThat(tool.ipmitool("mc", "getsysinfo", "primary_os_name")).isEqualTo(name + "\n");
    assertThat(tool.ipmitool("mc", "setsysinfo", "system_name", "other"))
        .as("the rack file says it")
        .contains("0x82");
  }

  @Test
  void aUserMadeByTheUsualCommandsLogsIn() {
    tool.ipmitool("user", "set", "name", "4", "maas");
    tool.ipmitool("user", "set", "password", "4", "a password of 20 ...", "20");
    tool.ipmitool("user", "priv", "4", "4", "1");
    tool.ipmitool("user", "enable", "4");

    assertThat(tool.ipmitool("user", "list", "1"))
        .containsPattern("4 +maas +true +true +true +ADMINISTRATOR");
    assertThat(tool.ipmitool("user", "summary", "1")).containsPattern("Enabled User Count *: 3");
    assertThat(tool.run("maas", "a password of 20 ...", "power", "status"))
        .isEqualTo("Chassis Power is off\n");
  }

  @Test
  void sensorsTellPower() {
    assertThat(tool.ipmitool("sdr", "elist", "all"))
        .contains("Power State      | 01h | ok  |  7.1 | S5/G2: soft-off")
        .contains("Power Unit       | 02h | ok  |  7.1 | Power off/down")
        .contains("Anyrack BMC")
        .contains("Node");
    tool.node.submit(new Command.On(), new Origin("node", ""));
    assertThat(tool.ipmitool("sdr", "elist", "all"))
        .contains("Power State      | 01h | ok  |  7.1 | S0/G0: working");
  }

  @Test
  void theEventLogIsTheNodes() {
    tool.node.events().append(Event.Kind.POWER_ON, "powered on", new Origin("node", ""));
    tool.node.events().append(Event.Kind.COMMAND, "on: accepted", new Origin("cli", ""));
    tool.node.events().append(Event.Kind.RESET, "reset", new Origin("node", ""));
    tool.ipmitool("event", "1");

    assertThat(tool.ipmitool("sel", "elist").lines().map(String::strip))
        .satisfiesExactly(
            line -> assertThat(line).contains("Power State | S0/G0: working | Asserted"),
            line -> assertThat(line).contains("Restart | Initiated by hard reset | Asserted"),
            line -> assertThat(line).contains("Upper Critical going high"));
    assertThat(tool.ipmitool("sel", "clear")).contains("Clearing SEL");
    assertThat(tool.node.events().events()).isEmpty();
  }

  @Test
  void theInventoryIsTheRackFiles() {
    assertThat(tool.ipmitool("fru", "print", "0"))
        .contains("Product Manufacturer  : Anyrack")
        .contains("Product Name          : Node")
        .contains("Product Serial        : lab-node1")
        .contains("Product Asset Tag     : node1")
        .contains("UUID " + TestBmc.GUID)
        .doesNotContain("checksum");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "wrong password | admin  | wrong     | Unable to establish IPMI v2 / RMCP+ session",
        "unknown user   | nobody | wrong     | Unable to establish IPMI v2 / RMCP+ session",
        "null user      | ''     | ''        | Unable to establish IPMI v2 / RMCP+ session",
      })
  void badLoginsAreRefused(String name, String user, String password, String message) {
    assertThat(tool.failingIpmitool(user, password, "power", "status")).contains(message);
  }

  @Test
  void aViewerMayLookAndNotTouch() {
    assertThat(tool.failingIpmitool("viewer", "look only", "-L", "USER", "power", "on"))
        .contains("Insufficient privilege level");
    assertThat(tool.node.commands()).isEmpty();
  }

  @Test
  void aBusyNodeSaysSo() {
    tool.node.answerWith(new Answer.Busy("powering-off", Duration.ofSeconds(1)));

    assertThat(tool.failingIpmitool("admin", TestBmc.PASSWORD, "power", "on"))
        .contains("Node busy");
  }

  @Test
  void ipmi15IsRefusedClearly() {
    List<String> command = tool.ipmitoolCommand("admin", TestBmc.PASSWORD, "power", "status");
    List<String> oldInterface =
        command.stream().map(word -> word.equals("lanplus") ? "lan" : word).toList();

    try (Tool.Running running = Tool.start(oldInterface)) {
      assertThat(running.exitCode()).isNotZero();
      assertThat(running.output()).contains("Authentication type NONE not supported");
    }
  }

  @Test
  void serialOverLanReplaysPrintsAndTypes() {
    tool.node.console().print("already there\r\n");
    List<String> command = tool.ipmitoolCommand("admin", TestBmc.PASSWORD, "sol", "activate");

    try (Tool.Running running = Tool.start(command)) {
      Tool.await("history", () -> running.output().contains("already there"));
      String page = "0123456789".repeat(500) + "END";
      tool.node.console().print(page);
      Tool.await("a page of output", () -> running.output().endsWith(page));
      running.type("echo hello\r");
      Tool.await("input", () -> tool.node.console().input().equals("echo hello\r"));
      assertThat(tool.failingIpmitool("admin", TestBmc.PASSWORD, "sol", "activate"))
          .contains("SOL payload already active on another session");
      running.type("~.");
      assertThat(running.exitCode()).isZero();
    }
    Tool.await("detached", () -> tool.node.console().readers() == 0);
    assertThat(tool.node.console().writer()).isEmpty();
  }
}
