package io.anyrack.ipmi.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.node.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real FreeIPMI tools, without any of their workaround flags. */
class FreeIpmiTest {
  private final Tool tool = Tool.onLowPort();

  @AfterEach
  void close() {
    tool.close();
  }

  @Test
  void ipmipowerSpeaksAllPowerVerbs() {
    assertThat(tool.ipmipower("--stat")).isEqualTo("127.0.0.1: off\n");
    assertThat(tool.ipmipower("--on")).isEqualTo("127.0.0.1: ok\n");
    assertThat(tool.ipmipower("-I", "17", "--stat")).isEqualTo("127.0.0.1: on\n");
    assertThat(tool.ipmipower("--cycle")).isEqualTo("127.0.0.1: ok\n");
    assertThat(tool.ipmipower("--reset")).isEqualTo("127.0.0.1: ok\n");
    assertThat(tool.ipmipower("--pulse")).isEqualTo("127.0.0.1: ok\n");
    assertThat(tool.ipmipower("--soft")).isEqualTo("127.0.0.1: ok\n");
    assertThat(tool.node.commands())
        .containsExactly(
            new Command.On(),
            new Command.Cycle(),
            new Command.Reset(),
            new Command.Diag(),
            new Command.Soft(Optional.of(Duration.ofSeconds(90))));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "bmc-info                               | IPMI Version          : 2.0",
        "bmc-device --get-sel-time               | SEL Time",
        "ipmi-chassis --get-chassis-status      | System Power                        : off",
        "ipmi-chassis-config -o                 | Section Chassis_Power_Conf",
        "ipmi-sensors                           | 'S5/G2'",
        "ipmi-sel                               | ID",
        "ipmi-fru                               | FRU Product Serial Number: lab-node1",
        "ipmi-dcmi --get-asset-tag              | lab-node1",
        "ipmi-dcmi --get-management-controller-identifier-string | node1",
        "ipmi-config -o --category=chassis      | Section Chassis",
      })
  void everyOtherToolReads(String line, String output) {
    List<String> words = List.of(line.strip().split(" "));
    List<String> command = new ArrayList<>(tool.freeIpmi(words.getFirst()));
    command.addAll(List.of("-D", "LAN_2_0", "-l", "ADMIN"));
    command.addAll(words.subList(1, words.size()));

    try (Tool.Running running = Tool.start(command)) {
      assertThat(running.exitCode()).as(running.output()).isZero();
      assertThat(running.output()).contains(output);
    }
  }

  @Test
  void ipmiconsoleReplaysPrintsAndTypes() {
    tool.node.console().print("already there\r\n");
    List<String> command = tool.freeIpmi("ipmiconsole");
    // ipmiconsole wants a terminal.
    String line =
        "stty -echo; exec "
            + String.join(" ", command.stream().map(word -> "'" + word + "'").toList());

    try (Tool.Running running = Tool.start(List.of("script", "-qec", line, "/dev/null"))) {
      Tool.await("history", () -> running.output().contains("already there"));
      tool.node.console().print("and more\r\n");
      Tool.await("output", () -> running.output().contains("and more"));
      running.type("hello\r");
      Tool.await("input", () -> tool.node.console().input().equals("hello\r"));
      running.type("&.");
      assertThat(running.exitCode()).isZero();
      assertThat(running.output()).contains("[closing the connection]");
    }
    Tool.await("detached", () -> tool.node.console().readers() == 0);
  }
}
