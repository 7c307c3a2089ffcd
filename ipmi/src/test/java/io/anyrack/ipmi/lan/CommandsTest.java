package io.anyrack.ipmi.lan;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.ipmi.FakeNode;
import io.anyrack.ipmi.TestBmc;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.node.Answer;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.NodeState;
import io.anyrack.rack.node.NodeStatus;
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
        "Set Session Privilege, no change   | 06 3b 00          | 00 04",
        "Set Session Privilege to callback  | 06 3b 01          | cc",
        "Set Session Privilege to OEM       | 06 3b 05          | 80",
        "Close Session, unknown id          | 06 3c 01000000    | 87",
        "Close Session, unknown handle      | 06 3c 00000000 09 | 88",
        "Get Channel Access                 | 06 41 0e 40       | 00 22 04",
        "Get User Name of the null user     | 06 46 01          | 00"
            + " 00000000000000000000000000000000",
        "Get User Name                      | 06 46 02          | 00"
            + " 61646d696e0000000000000000000000",
        "Get User Name of nobody            | 06 46 04          | cc",
        "Get Payload Activation Status      | 06 4a 01          | 00 01 00 00",
        "Get Payload Instance Info          | 06 4b 01 01       | 00 00000000 01 00000000000000",
        "Get Channel Payload Support        | 06 4e 0e          | 00 03 00 3f 00 00 00 00 00",
        "Get Channel Payload Version        | 06 4f 0e 01       | 00 10",
        "the version of an OEM payload      | 06 4f 0e 20       | 80",
        "Activate an OEM payload            | 06 48 20 01 c0000000 | 81",
        "Activate SOL instance 2            | 06 48 01 02 c0000000 | 82",
        "Activate SOL without encryption    | 06 48 01 01 40000000 | 84",
        "Activate SOL                       | 06 48 01 01 c6000000 | 00 00000000 cc00 cc00 6f02"
            + " ffff",
        "Deactivate SOL that is not active  | 06 49 01 01 00000000 | 80",
        "Get Chassis Capabilities           | 00 00             | 00 04 20 20 20 20",
        "Chassis Control, reserved          | 00 02 06          | cc",
        "Restore policy: always off         | 00 06 00          | 00 01",
        "Restore policy: always on          | 00 06 02          | cc",
        "Restore policy: no change          | 00 06 03          | 00 01",
        "Get System Restart Cause           | 00 07             | 00 00 00",
        "Boot parameter not there, get      | 00 09 07 00 00    | 80",
        "Boot parameter not there, set      | 00 08 07 00       | 80",
        "Boot flags of a wrong length       | 00 08 05 80 04    | c7",
        "Boot flags: a floppy               | 00 08 05 80 3c 00 00 00 | cc",
        "LAN parameter not there            | 0c 02 01 c0 00 00 | 80",
        "LAN parameter revision only        | 0c 02 81 03 00 00 | 00 11",
        "LAN parameters of another channel  | 0c 02 02 03 00 00 | cc",
        "LAN: primary RMCP port             | 0c 02 01 08 00 00 | 00 11 6f 02",
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

  @Test
  void bootParametersThatOnlyTheBmcKnowsReadBackAsSet() {
    assertThat(admin.command("00 08 01 07")).isEqualTo("00");
    assertThat(admin.command("00 08 82 03")).as("marked invalid").isEqualTo("00");
    assertThat(admin.command("00 08 03 1f")).isEqualTo("00");
    assertThat(admin.command("00 08 04 0f 01")).isEqualTo("00");

    assertThat(Stream.of("01", "02", "03", "04").map(n -> admin.command("00 09" + n + "0000")))
        .isEqualTo(List.of("00010107", "00018203", "0001031f", "0001040011"));
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
