package io.anyrack.ipmi.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.node.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        "ipmi-config -o -S User2                | Username                                     "
            + " admin",
        "ipmi-config -o -S Lan_Conf             | 127.0.0.1",
        "bmc-device --get-acpi-power-state      | S5/G2",
        "bmc-device --get-lan-statistics        | IP Packets Transmitted         : 1",
        "bmc-device --clear-lan-statistics      | ''",
        "bmc-device --get-self-test-results     | No Error",
        "bmc-device --cold-reset                | ''",
        "bmc-info --get-device-guid             | -",
        "ipmi-chassis --get-power-on-hours-counter | Power on hours : 0 Hours",
        "ipmi-chassis --get-system-restart-cause   | Restart cause : unknown",
        "ipmi-chassis --chassis-identify=5      | ''",
        "ipmi-chassis --get-boot-flags          | Force progress event traps",
        "ipmi-raw 0 6 1                         | rcvd: 01 00 20",
        "ipmi-sensors-config --checkout         | ''",
        "ipmi-sel --info                        | Number of log entries",
        "ipmi-sel --clear                       | ''",
        "bmc-device --warm-reset                | ''",
        "bmc-device --get-sdr-repository-time   | SDR Repository Time",
        "bmc-device --get-bmc-global-enables    | System Event Logging            : enabled",
        "ipmi-chassis --get-chassis-capabilities | Diagnostic Interrupt    : provided",
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

  @ParameterizedTest(name = "--chassis-control={0}")
  @CsvSource({
    "power-up, On",
    "power-down, Off",
    "power-cycle, Cycle",
    "hard-reset, Reset",
    "diagnostic-interrupt, Diag",
    "soft-shutdown, Soft"
  })
  void ipmiChassisSpeaksAllPowerVerbs(String verb, String command) {
    try (Tool.Running running = Tool.start(admin("ipmi-chassis", "--chassis-control=" + verb))) {
      assertThat(running.exitCode()).as(running.output()).isZero();
    }
    assertThat(tool.node.commands())
        .singleElement()
        .satisfies(given -> assertThat(given.getClass().getSimpleName()).isEqualTo(command));
  }

  /** They do or show what there is, and end with 1 for what there is not. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "ipmi-pef-config --checkout             | Unable to get Number of Alert Destinations",
        "ipmi-config -o --category=core         | Section Lan_Conf",
        "ipmi-config -o --category=dcmi         | lab-node1",
        "ipmi-dcmi --get-dcmi-capability-info   | enhanced_system_power_statistics_attributes:"
            + " command invalid or unsupported",
        "ipmi-dcmi --get-system-power-statistics | power_reading: command invalid or unsupported",
      })
  void whatIsMissingIsSaid(String line, String output) {
    List<String> words = List.of(line.strip().split(" "));
    List<String> options = words.subList(1, words.size());
    try (Tool.Running running =
        Tool.start(admin(words.getFirst(), options.toArray(String[]::new)))) {
      assertThat(running.exitCode()).as(running.output()).isEqualTo(1);
      assertThat(running.output()).contains(output);
    }
  }

  @Test
  void ipmiDcmiShowsWhatThereIs() {
    try (Tool.Running running = Tool.start(admin("ipmi-dcmi", "--get-dcmi-capability-info"))) {
      assertThat(running.exitCode()).as("ends at the power statistics").isEqualTo(1);
      assertThat(running.output().replaceAll(" +", " "))
          .contains(
              "In-band System Interface Channel : Available",
              "Power Management / Monitoring Support : Not present",
              "Serial TMODE : Not present",
              "Out-Of-Band Secondary LAN Channel : Not present",
              "Primary LAN Out-of-band Channel Number : 1");
    }
  }

  private List<String> admin(String program, String... options) {
    List<String> command = new ArrayList<>(tool.freeIpmi(program));
    command.addAll(List.of("-D", "LAN_2_0", "-l", "ADMIN"));
    command.addAll(List.of(options));
    return command;
  }

  /** ipmi-config reads a configuration and sets it again: nothing of it may be refused. */
  @ParameterizedTest
  @ValueSource(
      strings = {"User1", "User2", "User3", "User4", "Lan_Channel", "Lan_Conf", "SOL_Conf"})
  void whatIsReadMayBeSet(String section, @TempDir Path directory) {
    Path file = directory.resolve("conf");
    for (String action : List.of("--checkout", "--commit")) {
      List<String> command = new ArrayList<>(tool.freeIpmi("ipmi-config"));
      command.addAll(List.of("-D", "LAN_2_0", "-l", "ADMIN", "-S", section, "-n", file.toString()));
      command.add(action);
      try (Tool.Running running = Tool.start(command)) {
        assertThat(running.exitCode()).as(running.output()).isZero();
      }
    }
  }

  @Test
  void ipmiConfigMakesUsers(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("conf");
    Files.writeString(
        file,
        """
        Section User4
            Username             maas
            Password             secret
            Enable_User          Yes
            Lan_Enable_IPMI_Msgs Yes
            Lan_Privilege_Limit  Operator
        EndSection
        """);
    List<String> command = new ArrayList<>(tool.freeIpmi("ipmi-config"));
    command.addAll(List.of("-D", "LAN_2_0", "-l", "ADMIN", "--commit", "-n", file.toString()));
    try (Tool.Running running = Tool.start(command)) {
      assertThat(running.exitCode()).as(running.output()).isZero();
    }

    assertThat(tool.run("maas", "secret", "-L", "OPERATOR", "power", "status"))
        .isEqualTo("Chassis Power is off\n");
  }

  /** A trap is told from the node's sensors; the BMC itself sends none. */
  @Test
  void ipmiPetUnderstandsTheSensors() {
    List<String> command = new ArrayList<>(tool.freeIpmi("ipmi-pet"));
    String zeros = "0x00 ".repeat(16);
    command.addAll(List.of("-D", "LAN_2_0", "-l", "ADMIN", "0x0012" + "6f00"));
    command.addAll(
        List.of(
            (zeros
                    + "0x00 0x01 0x00 0x00 0x00 0x00 0xff 0xff 0x00 0x00 0x20 0x20 0x02 0x20 0x07"
                    + " 0x00 0x00 0x00 0xff 0xff 0x00 0x00 0x00 0x00 0x00 0x19 0x00 0x00 0x00 0x00"
                    + " 0xc1")
                .split(" ")));
    try (Tool.Running running = Tool.start(command)) {
      assertThat(running.exitCode()).as(running.output()).isZero();
      assertThat(running.output()).contains("Power Unit");
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
