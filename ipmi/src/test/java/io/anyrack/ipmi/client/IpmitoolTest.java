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

  @ParameterizedTest
  @ValueSource(strings = {"safe", "diag", "floppy"})
  void bootDevicesThatThereAreNotAreRefusedAndChangeNothing(String device) {
    tool.ipmitool("chassis", "bootdev", "disk");

    assertThat(tool.ipmitool("chassis", "bootdev", device))
        .contains("Set Chassis Boot Parameter 5 failed: Invalid data field in request");
    assertThat(tool.ipmitool("chassis", "bootparam", "get", "5"))
        .contains("Boot parameter data: 8008000000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"options=clear-cmos", "clear-cmos=yes"})
  void whatIsAskedOfTheFirmwareReadsBackAsSet(String option) {
    assertThat(tool.ipmitool("chassis", "bootdev", "pxe", option))
        .isEqualTo("Set Boot Device to pxe\n");
    assertThat(tool.ipmitool("chassis", "bootparam", "get", "5"))
        .contains("Boot parameter data: 8084000000", "CMOS Clear");
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

  /** What each subcommand prints, a command and a part of its output in a line. */
  private static final String SUBCOMMANDS =
      """
      mc info                     | IPMI Version : 2.0
      bmc info                    | Device Available : yes
      mc guid                     | System GUID : FFEEDDCCBBAA99887766554433221100
      mc selftest                 | Selftest: passed
      mc reset cold               | Sent cold reset command to MC
      mc reset warm               | Sent warm reset command to MC
      mc getenables               | System Event Logging : enabled
      mc watchdog get             | Watchdog Timer Is: Stopped
      mc watchdog off             | Watchdog Timer Shutoff successful -- timer stopped
      chassis status              | System Power : off
      chassis poh                 | POH Counter : 0 days, 0 hours
      chassis restart_cause       | System restart cause: unknown
      chassis identify 5          | Chassis identify interval: 5 seconds
      chassis identify force      | Chassis identify interval: indefinite
      chassis policy list         | Supported chassis power policy: always-off
      chassis policy always-off   | Set chassis power restore policy to always-off
      chassis bootdev none        | Set Boot Device to none
      chassis bootparam get 0     | Set In Progress : set complete
      chassis bootparam get 1     | Service Partition Selector : unspecified
      sol info                    | Force Encryption : true
      sol payload status 1 1      | User 1 on channel 1 is disabled
      sol payload status 1 2      | User 2 on channel 1 is enabled
      sol looptest 2 10           | remain loop test counter: 1
      session info active         | session type : IPMIv2/RMCP+
      session info all            | privilege level : ADMINISTRATOR
      channel info 1              | Channel Medium Type : 802.3 LAN
      channel getciphers ipmi     | 17 N/A hmac_sha256 sha256_128 aes_cbc_128
      channel getaccess 1 2       | User Name : admin
      channel setaccess 1 3 link=on ipmi=on callin=off privilege=3 | (channel 1 id 3) successful
      user list 1                 | 3 viewer true true true USER
      user summary 1              | Enabled User Count : 2
      user set password 3 other   | Set User Password command successful (user 3)
      user set password 3 twenty_octets_of_it. 20 | Set User Password command successful (user 3)
      user priv 3 4 1             | Set Privilege Level command successful (user 3)
      sel info                    | Entries : 0
      sel list                    | SEL has no entries
      sel elist                   | SEL has no entries
      sel time get                | UTC
      sel clear                   | Clearing SEL. Please allow a few seconds to erase.
      event 1                     | Temperature #0x30 | Upper Critical going high
      event 2                     | Voltage #0x60 | Lower Critical going low
      event 3                     | Memory #0x53 | Correctable ECC
      sdr info                    | Record Count : 8
      sdr list all                | Power State | 0x20 | ok
      sensor list                 | Power State | 0x20 | discrete
      sensor get Watchdog         | Sensor Type (Discrete): Watchdog2
      fru print                   | Product Serial : lab-node1
      fru list                    | Chassis Part Number : Node
      dcmi discover               | In-band KCS channel available
      dcmi asset_tag              | Asset tag: lab-node1
      dcmi get_mc_id_string       | Identifier String: node1
      lan set 1 access on         | Set Channel Access for channel 1 was successful.
      raw 0x06 0x01               | 20 01 00 01 02 8f 00 00 00 00 00 00 00 00 00
      power status                | Chassis Power is off
      """;

  static Stream<Arguments> subcommands() {
    return SUBCOMMANDS
        .lines()
        .map(line -> line.split("\\|", 2))
        .map(line -> Arguments.of(line[0].strip(), line[1].strip()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("subcommands")
  void everyOtherSubcommandWorks(String line, String output) {
    assertThat(tool.ipmitool(line.split(" ")).replaceAll("\\s+", " "))
        .contains(output)
        .doesNotContainIgnoringCase("error");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "lan stats clear 1         | lan stats get 1        | UDP Rx Packet",
        "user set name 3 other     | user list 1            | 3 other",
        "user enable 4             | channel getaccess 1 4  | Enable Status : enabled",
        "user disable 3            | channel getaccess 1 3  | Enable Status : disabled",
        "sol payload enable 1 2    | sol payload status 1 2 | User 2 on channel 1 is enabled",
        "sdr elist full            | sdr elist compact      | Power State",
        "exec /dev/null            | power status           | Chassis Power is off",
      })
  void whatWorksWithoutAWordIsSeenAfterwards(String line, String question, String answer) {
    assertThat(tool.ipmitool(line.split(" "))).isEmpty();
    assertThat(tool.ipmitool(question.split(" ")).replaceAll("\\s+", " ")).contains(answer);
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
      readAlong(page);
      running.type("~.");
      assertThat(running.exitCode()).isZero();
    }
    Tool.await("detached", () -> tool.node.console().readers() == 0);
    assertThat(tool.node.console().writer()).isEmpty();
  }

  /** A second instance has the history, too, and does not type. */
  private void readAlong(String page) {
    List<String> command =
        tool.ipmitoolCommand("admin", TestBmc.PASSWORD, "sol", "activate", "instance=2");
    try (Tool.Running reader = Tool.start(command)) {
      String notice = "[read-only: the first instance writes]";
      Tool.await("notice", () -> reader.output().contains(notice));
      assertThat(reader.output()).contains(page);
      reader.type("~.");
      assertThat(reader.exitCode()).isZero();
    }
    assertThat(tool.node.console().input()).isEqualTo("echo hello\r");
  }
}
