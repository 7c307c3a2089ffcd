package io.anyrack.ipmi.lan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.ipmi.FakeNode;
import io.anyrack.ipmi.TestBmc;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.node.Answer;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.NodeState;
import io.anyrack.rack.node.NodeStatus;
import io.anyrack.rack.node.Origin;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands as request data and answer: netFn, command, data; completion code, data. */
class CommandsTest {
  private final LanHarness lan = new LanHarness();
  private final RemoteConsole admin =
      new RemoteConsole(lan, LanHarness.peer(1, 40000), 17, "admin", TestBmc.PASSWORD, 4);

  @BeforeEach
  void logIn() {
    assertThat(admin.login()).isTrue();
    assertThat(admin.command("063b04")).isEqualTo("0004");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "too much data                      | 06 01 00          | c7",
        "too little data                    | 06 38             | c7",
        "Get Self Test Results              | 06 04             | 00 55 00",
        "Get ACPI Power State: off          | 06 07             | 00 05 00",
        "Set Session Privilege, no change   | 06 3b 00          | 00 04",
        "Set Session Privilege to callback  | 06 3b 01          | cc",
        "Set Session Privilege to OEM       | 06 3b 05          | 80",
        "Close Session, unknown id          | 06 3c 01000000    | 87",
        "Close Session, unknown handle      | 06 3c 00000000 09 | 88",
        "Get Channel Access                 | 06 41 0e 40       | 00 22 04",
        "Get Payload Activation Status      | 06 4a 01          | 00 08 00 00",
        "Get Payload Instance Info          | 06 4b 01 01       | 00 00000000 01 00000000000000",
        "Get Channel Payload Support        | 06 4e 0e          | 00 03 00 3f 00 00 00 00 00",
        "Get Channel Payload Version        | 06 4f 0e 01       | 00 10",
        "the version of an OEM payload      | 06 4f 0e 20       | 80",
        "Activate an OEM payload            | 06 48 20 01 c0000000 | 81",
        "Activate SOL instance 9            | 06 48 01 09 c0000000 | 82",
        "Activate SOL instance 0            | 06 48 01 00 c0000000 | 82",
        "Activate SOL without encryption    | 06 48 01 01 40000000 | 84",
        "Activate SOL                       | 06 48 01 01 c6000000 | 00 00000000 cc00 cc00 6f02"
            + " ffff",
        "Deactivate SOL that is not active  | 06 49 01 01 00000000 | 80",
        "Get BMC Global Enables             | 06 2f             | 00 08",
        "Set BMC Global Enables             | 06 2e 00          | cc",
        "System info, revision only         | 06 59 80 02 00 00 | 00 11",
        "System info: set in progress       | 06 59 00 00 00 00 | 00 11 00",
        "System info: firmware, not told    | 06 59 00 01 00 00 | 00 11 00"
            + " 00000000000000000000000000000000",
        "System info: the system's name     | 06 59 00 02 00 00 | 00 11 00 01 05"
            + " 6e6f64653100000000000000 0000",
        "System info: its second block      | 06 59 00 02 01 00 | 00 11 01"
            + " 00000000000000000000000000000000",
        "System info: a block not there     | 06 59 00 02 05 00 | c9",
        "System info not there, get         | 06 59 00 05 00 00 | 80",
        "System info not there, set         | 06 58 05 00 00 00 | 80",
        "System info: name, as it is        | 06 58 02 00 01 05 6e6f64653100000000000000 0000 | 00",
        "System info: another name          | 06 58 02 00 01 05 6e6f64653200000000000000 0000 | 82",
        "System info: a text too long       | 06 58 04 00 01 4f | cc",
        "System info: announce a change     | 06 58 00 01       | 00",
        "Reset Watchdog that was never set  | 06 22             | 80",
        "Get Sensor Reading, power          | 04 2d 01          | 00 00 c0 20 80",
        "Get Sensor Reading of nothing      | 04 2d 07          | cb",
        "Get Sensor Thresholds: discrete    | 04 27 01          | cd",
        "Get Sensor Type                    | 04 2f 05          | 00 23 6f",
        "Get Device SDR: a repository       | 04 21 0000 0000 00 ff | c1",
        "Get SDR Repository Info            | 0a 20             | 00 51 0800 0000"
            + " 00000000 00000000 02",
        "Get SDR header of the last         | 0a 23 0000 ffff 00 05 | 00 ffff 0800 51 02 22",
        "Get SDR beyond the last            | 0a 23 0000 0900 00 05 | cb",
        "Get SDR part without reservation   | 0a 23 0000 0100 05 05 | c5",
        "Get SDR beyond its end             | 0a 23 0100 0100 80 05 | c9",
        "Get SEL Info, empty                | 0a 40             | 00 51 0000 ffff"
            + " ffffffff ffffffff 02",
        "Get SEL Entry, empty               | 0a 43 0000 0000 00 ff | cb",
        "Clear SEL without reservation      | 0a 47 0000 434c52 aa | c5",
        "Get SEL Time                       | 0a 48             | 00 00b95569",
        "Set SEL Time                       | 0a 49 00000000    | d5",
        "Get FRU Inventory Area Info, other | 0a 10 01          | cb",
        "Write FRU Data                     | 0a 12 00 0000 00  | 80",
        "PICMG properties                   | 2c 00 00          | c1",
        "DCMI capabilities                  | 2c 01 dc 01       | 00 dc 01 05 02 00 00 01",
        "DCMI asset tag                     | 2c 06 dc 00 10    | 00 dc 09 6c61622d6e6f646531",
        "DCMI asset tag, as it is           | 2c 08 dc 00 04 6c61622d | 00 dc 04",
        "DCMI asset tag, another            | 2c 08 dc 00 04 6c61622e | d5",
        "DCMI asset tag, too long           | 2c 08 dc 08 04 31000000 | d5",
        "DCMI controller name, as it is     | 2c 0a dc 00 06 6e6f64653100 | 00 dc 06",
        "DCMI power reading                 | 2c 02 dc 01 00 00 | c1",
        "Get Chassis Capabilities           | 00 00             | 00 04 20 20 20 20",
        "Chassis Control, reserved          | 00 02 06          | cc",
        "Restore policy: always off         | 00 06 00          | 00 01",
        "Restore policy: always on          | 00 06 02          | cc",
        "Restore policy: no change          | 00 06 03          | 00 01",
        "Get System Restart Cause           | 00 07             | 00 00 00",
        "Boot parameter 3: nothing clears   | 00 09 03 00 00    | 00 01 03 1f",
        "Boot parameter not there, get      | 00 09 07 00 00    | 80",
        "Boot parameter not there, set      | 00 08 07 00       | 80",
        "Boot flags of a wrong length       | 00 08 05 80 04    | c7",
        "Boot flags: a floppy               | 00 08 05 80 3c 00 00 00 | cc",
        "LAN address, set to what it is     | 0c 01 01 03 7f000001 | 00",
        "LAN address, set to another        | 0c 01 01 03 7f000002 | 82",
        "LAN parameter not there, set       | 0c 01 01 c0 00       | 80",
        "LAN parameter not there            | 0c 02 01 c0 00 00 | 80",
        "LAN parameter revision only        | 0c 02 81 03 00 00 | 00 11",
        "LAN parameters of another channel  | 0c 02 02 03 00 00 | cc",
        "LAN: primary RMCP port             | 0c 02 01 08 00 00 | 00 11 6f 02",
        "LAN statistics: login and this     | 0c 04 01 00       | 00 0500 0000 0000 0000 0400"
            + " 0500 0500 0000 0000",
        "LAN statistics of another channel  | 0c 04 02 00       | cc",
        "SOL parameter, set to what it is   | 0c 21 01 01 01    | 00",
        "SOL parameter, set to another      | 0c 21 01 01 00    | 82",
        "SOL parameter not there            | 0c 22 01 20 00 00 | 80",
      })
  void requestsAndAnswers(String name, String request, String answer) {
    assertThat(admin.command(request)).isEqualTo(answer.replace(" ", ""));
  }

  static Stream<Arguments> nodeAnswers() {
    return Stream.of(
        Arguments.of(new Answer.Done(), "00"),
        Arguments.of(new Answer.Accepted(), "00"),
        Arguments.of(new Answer.Busy("powering-off", Duration.ofSeconds(1)), "c0"),
        Arguments.of(new Answer.NotNow("it is off"), "d5"),
        Arguments.of(new Answer.Unsupported("no NMI here"), "cc"),
        Arguments.of(new Answer.Failed("disk full"), "ff"));
  }

  @ParameterizedTest
  @MethodSource("nodeAnswers")
  void whatTheNodeAnswersIsSaidInCompletionCodes(Answer answer, String code) {
    lan.node.answerWith(answer);

    assertThat(admin.command("00 02 03")).isEqualTo(code);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "15 seconds by default | 00 04       | PT15S",
        "for a time            | 00 04 05    | PT5S",
        "off                   | 00 04 00    | PT0S",
        "until told            | 00 04 00 01 | -",
      })
  void identify(String name, String request, String duration) {
    assertThat(admin.command(request)).isEqualTo("00");
    assertThat(lan.node.commands())
        .containsExactly(
            new Command.Identify(
                duration.equals("-") ? Optional.empty() : Optional.of(Duration.parse(duration))));
  }

  @Test
  void chassisStatusShowsFaultAndLight() {
    lan.node.status(
        new NodeStatus(
            new NodeState.Off(),
            BootOverride.NONE,
            Optional.empty(),
            false,
            FakeNode.SINCE,
            NodeStatus.RestartCause.SOFT_RESET,
            true,
            Optional.of(Instant.MAX)));

    assertThat(admin.command("00 01")).isEqualTo("00" + "000860");
    assertThat(admin.command("00 07")).isEqualTo("00" + "0a00");
  }

  @ParameterizedTest
  @CsvSource({"UNKNOWN, 0000", "CHASSIS_CONTROL, 0101", "POWER_BUTTON, 0300", "WATCHDOG, 0400"})
  void theCauseOfTheLastStartIsTold(NodeStatus.RestartCause cause, String answer) {
    lan.node.status(
        new NodeStatus(
            new NodeState.On(),
            BootOverride.NONE,
            Optional.empty(),
            false,
            FakeNode.SINCE,
            cause,
            false,
            Optional.empty()));

    assertThat(admin.command("00 07")).isEqualTo("00" + answer);
  }

  @Test
  void aUrlToBootIsShownAsTheNetworkWithUefi() {
    lan.node.submit(
        new Command.SetBoot(
            new BootOverride(
                BootOverride.Device.HTTP,
                BootOverride.Lifetime.ONCE,
                BootOverride.Mode.UEFI,
                0,
                Optional.of(URI.create("http://192.0.2.9/a.efi")))),
        new Origin("test", ""));

    assertThat(admin.command("00 09 05 00 00")).isEqualTo("00" + "0105" + "a004000000");
  }

  @Test
  void lanStatisticsAreClearedWhenAsked() {
    assertThat(admin.command("0c 04 01 01")).startsWith("000500");
    assertThat(admin.command("0c 04 01 00")).startsWith("000100");
    lan.sendHex("00");
    assertThat(admin.command("0c 04 01 00"))
        .as("three datagrams, two of them RMCP and answered")
        .isEqualTo("00" + "0300" + "000000000000" + "0200" + "0300" + "0200" + "00000000");
  }

  @ParameterizedTest(name = "{0}, {2}")
  @CsvSource({
    "on for three more hours,   ON,  PT3H,   00 3c 05000000",
    "off: the hours stay,       OFF, PT3H,   00 3c 02000000",
    "not a whole hour,          ON,  PT59M,  00 3c 02000000",
  })
  void powerOnHoursAreThoseOfAllItsLife(String name, String power, Duration since, String answer) {
    NodeState state = power.equals("ON") ? new NodeState.On() : new NodeState.Off();
    Instant changed = Instant.parse("2026-01-01T00:00:00Z").minus(since);
    lan.node.status(status(state, changed, Duration.ofHours(2)));
    assertThat(admin.command("00 0f")).isEqualTo(answer.replace(" ", ""));
  }

  private static NodeStatus status(NodeState state, Instant since, Duration poweredBefore) {
    return new NodeStatus(
        state,
        BootOverride.NONE,
        Optional.empty(),
        false,
        since,
        NodeStatus.RestartCause.UNKNOWN,
        false,
        Optional.empty(),
        poweredBefore,
        BootOverride.NONE);
  }

  @Test
  void bootParametersThatOnlyTheBmcKnowsReadBackAsSet() {
    assertThat(admin.command("00 08 01 07")).isEqualTo("00");
    assertThat(admin.command("00 08 82 03")).as("marked invalid").isEqualTo("00");
    assertThat(admin.command("00 08 03 08")).isEqualTo("00");
    assertThat(admin.command("00 08 04 0f 01")).isEqualTo("00");

    assertThat(Stream.of("01", "02", "03", "04").map(n -> admin.command("00 09" + n + "0000")))
        .isEqualTo(List.of("00010107", "00018203", "00010308", "0001040011"));
  }

  @Test
  void oneChangeOfBootOptionsAtATimeUntilItIsForgotten() {
    assertThat(admin.command("00 08 00 01")).isEqualTo("00");
    assertThat(admin.command("00 08 00 01")).isEqualTo("81");
    assertThat(admin.command("00 09 00 00 00")).isEqualTo("00010001");
    assertThat(admin.command("00 08 00 00")).isEqualTo("00");
    assertThat(admin.command("00 08 00 01")).isEqualTo("00");
    lan.pass(30_000);
    assertThat(admin.command("00 08 00 01")).isEqualTo("00");
  }

  @Test
  void theOperatingSystemsNameHoldsForOneStartOfTheMachine() {
    assertThat(admin.command("06 58 03 00 01 06 44656269616e 3030")).isEqualTo("00");
    assertThat(lan.inBand("06 58 04 00 01 12 00000000000000000000 30313233")).isEqualTo("00");
    assertThat(lan.inBand("06 58 04 01 34353637")).isEqualTo("00");
    assertThat(admin.command("06 59 00 04 01 00")).startsWith("00" + "1101" + "34353637" + "0000");

    lan.node.events().append(Event.Kind.RESET, "reset", new Origin("node", ""));
    assertThat(admin.command("06 59 00 04 00 00")).isEqualTo("00" + "1100" + "00".repeat(16));
    assertThat(admin.command("06 59 00 04 01 00")).isEqualTo("00" + "1101" + "00".repeat(16));
    assertThat(admin.command("06 59 00 03 00 00")).startsWith("00" + "1100" + "010644656269616e");
  }

  @Test
  void recordsThatClientsAddReadBack() {
    assertThat(admin.command("0a 44 0000 02 00000000 4100 04 12 87 6f 42ff01"))
        .as("a system event; the BMC gives it its time")
        .isEqualTo("000200");
    assertThat(admin.command("0a 44 0000 e0 0102030405060708090a0b0c0d"))
        .as("an OEM record without time")
        .isEqualTo("000300");
    assertThat(admin.command("0a 44 0000 80 00000000000000000000000000")).isEqualTo("cc");

    assertThat(admin.command("0a 43 0000 0200 00 ff"))
        .isEqualTo("000300" + "020002" + "00b95569" + "41000412876f42ff01");
    assertThat(admin.command("0a 43 0000 0300 00 ff"))
        .isEqualTo("00ffff" + "0300e0" + "0102030405060708090a0b0c0d");
  }

  @Test
  void onlyTheLastReservationClearsTheLog() {
    assertThat(admin.command("0a 44 0000 02 00000000 4100 04 12 87 6f 42ff01")).startsWith("00");
    assertThat(admin.command("0a 42")).isEqualTo("000100");
    assertThat(admin.command("0a 42")).isEqualTo("000200");

    assertThat(admin.command("0a 47 0100 434c52 aa")).isEqualTo("c5");
    assertThat(admin.command("0a 47 0200 434c52 aa")).isEqualTo("0001");
    assertThat(lan.node.events().events()).isEmpty();
  }

  @Test
  void serialOverLanThatSomebodyElseEndsIsSaidToItsSession() {
    assertThat(admin.command("06 48 01 01 c0000000")).startsWith("00");
    RemoteConsole other =
        new RemoteConsole(lan, LanHarness.peer(2, 1), 3, "admin", TestBmc.PASSWORD, 4);
    assertThat(other.login()).isTrue();
    assertThat(other.command("06 3b 04")).isEqualTo("0004");

    assertThat(other.command("06 48 01 01 c0000000")).isEqualTo("80");
    assertThat(other.command("06 49 01 01 00000000")).isEqualTo("00");
    assertThat(admin.open(lan.tick().getFirst())).isEqualTo(new byte[] {0, 0, 0, 0x10});
    assertThat(other.command("06 48 01 01 c0000000")).startsWith("00");
  }

  @Test
  void furtherInstancesOfSerialOverLanRead() {
    RemoteConsole other =
        new RemoteConsole(lan, LanHarness.peer(2, 1), 3, "admin", TestBmc.PASSWORD, 4);
    assertThat(other.login()).isTrue();
    assertThat(other.command("06 3b 04")).isEqualTo("0004");
    assertThat(admin.command("06 48 01 01 c0000000")).startsWith("00");
    assertThat(admin.command("06 48 01 03 c0000000")).as("one in a session").isEqualTo("82");
    assertThat(other.command("06 48 01 03 c0000000")).startsWith("00");
    assertThat(other.command("06 4a 01")).isEqualTo("00" + "08" + "0500");
    assertThat(other.open(lan.tick().getFirst())).asString(UTF_8).contains("read-only");

    lan.send(other.solPacket((byte) 1, (byte) 0, (byte) 0, (byte) 0, (byte) 'x'), other.from);
    lan.send(admin.solPacket((byte) 1, (byte) 0, (byte) 0, (byte) 0, (byte) 'y'), admin.from);
    assertThat(lan.node.console().input()).isEqualTo("y");
    assertThat(lan.node.console().readers()).isEqualTo(2);
    assertThat(admin.command("06 49 01 03 00000000")).as("taken away").isEqualTo("00");
    assertThat(lan.node.console().readers()).isEqualTo(1);
    assertThat(admin.command("06 4a 01")).isEqualTo("00" + "08" + "0100");
  }

  @Test
  void serialOutputComesInPacketsOfTheSession() {
    assertThat(admin.command("06 48 01 01 c0000000")).startsWith("00");
    lan.node.console().print("hi");

    assertThat(admin.open(lan.tick().getFirst())).isEqualTo(new byte[] {1, 0, 0, 0, 'h', 'i'});
    assertThat(lan.send(admin.solPacket((byte) 0, (byte) 1, (byte) 2, (byte) 0), admin.from))
        .isEmpty();
    assertThat(lan.tick()).isEmpty();
  }

  @Test
  void whatIsActiveInASessionEndsWithIt() {
    assertThat(admin.command("06 48 01 01 c0000000")).startsWith("00");
    assertThat(lan.node.console().readers()).isEqualTo(1);

    lan.pass(60_000);
    assertThat(lan.node.console().readers()).isZero();
    assertThat(lan.node.console().writer()).isEmpty();
  }
}
