package io.anyrack.ipmi.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.ipmi.TestBmc;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.BootOverride.Device;
import io.anyrack.rack.model.BootOverride.Lifetime;
import io.anyrack.rack.model.BootOverride.Mode;
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

/**
 * The commands that provisioning systems run, word for word: MAAS's IPMI driver, which has FreeIPMI
 * with privilege OPERATOR, and Foreman's smart proxy (rubyipmi), which has FreeIPMI or ipmitool and
 * gives the password in a file.
 */
class ProvisioningTest {
  @TempDir private Path directory;
  private final Tool tool = Tool.onLowPort();

  @AfterEach
  void close() {
    tool.close();
  }

  private static String run(List<String> command) {
    try (Tool.Running running = Tool.start(command)) {
      assertThat(running.exitCode()).as(running.output()).isZero();
      return running.output();
    }
  }

  private List<String> maas(String program, String suite, String... words) {
    List<String> command = new ArrayList<>(List.of(program, "-W", "opensesspriv"));
    command.addAll(List.of("--driver-type", "LAN_2_0"));
    command.addAll(tool.freeIpmi(program).subList(1, 7));
    command.addAll(List.of("-I", suite, "-l", "OPERATOR"));
    command.addAll(List.of(words));
    return command;
  }

  @ParameterizedTest(name = "suite {0}, boot type {1}: {2}")
  @CsvSource({"17, '', OWN", "3, '', OWN", "3, EFI, UEFI", "3, PC-COMPATIBLE, OWN"})
  void maasStartsANodeFromTheNetworkAndStopsIt(String suite, String type, Mode mode)
      throws IOException {
    String bootType = type.isEmpty() ? "" : "        BIOS_Boot_Type            " + type + "\n";
    Path configuration = directory.resolve("boot");
    Files.writeString(
        configuration,
        """
        Section Chassis_Boot_Flags
                Boot_Flags_Persistent     No
        %s        Boot_Device               PXE
        EndSection
        """
            .formatted(bootType));

    run(maas("ipmi-chassis-config", suite, "--commit", "--filename", configuration.toString()));
    assertThat(tool.node.status().boot())
        .isEqualTo(new BootOverride(Device.PXE, Lifetime.ONCE, mode));
    assertThat(run(maas("ipmipower", suite, "--cycle", "--on-if-off"))).endsWith(": ok\n");
    assertThat(run(maas("ipmipower", suite, "--stat"))).endsWith(": on\n");
    assertThat(run(maas("ipmipower", suite, "--cycle", "--on-if-off"))).endsWith(": ok\n");
    assertThat(run(maas("ipmipower", suite, "--soft"))).endsWith(": ok\n");
    assertThat(run(maas("ipmipower", suite, "--off"))).endsWith(": ok\n");

    assertThat(tool.node.commands())
        .filteredOn(command -> command instanceof Command.Power)
        .startsWith(new Command.On(), new Command.Cycle())
        .contains(new Command.Soft(Optional.of(Duration.ofSeconds(90))));
  }

  private String foremanFreeIpmi(String program, String... words) throws IOException {
    Path secret = directory.resolve("freeipmi");
    Files.writeString(secret, "username admin\npassword \"%s\"\n".formatted(TestBmc.PASSWORD));
    String host = "127.0.0.1:" + tool.bmc.address().getPort();
    List<String> command = new ArrayList<>(List.of(program, "--hostname=" + host));
    command.addAll(List.of("--driver-type=LAN_2_0", "--config-file=" + secret));
    command.addAll(List.of(words));
    return run(command);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"PXE, PXE", "HARD-DRIVE, DISK", "CD-DVD, CDROM", "BIOS-SETUP, BIOS_SETUP"})
  void foremanSetsBootDevicesWithFreeIpmi(String word, Device device) throws IOException {
    foremanFreeIpmi(
        "ipmi-chassis-config", "--commit", "--key-pair=Chassis_Boot_Flags:Boot_Device=" + word);

    assertThat(tool.node.status().boot().device()).isEqualTo(device);
  }

  @Test
  void foremanLooksAndActsWithFreeIpmi() throws IOException {
    assertThat(foremanFreeIpmi("ipmipower", "--stat")).endsWith(": off\n");
    assertThat(foremanFreeIpmi("ipmipower", "--on")).endsWith(": ok\n");
    foremanFreeIpmi("ipmi-chassis", "--chassis-identify=FORCE");
    foremanFreeIpmi("ipmi-chassis", "--chassis-identify=TURN-OFF");
    assertThat(foremanFreeIpmi("ipmi-chassis", "--get-status")).contains("System Power");
    assertThat(foremanFreeIpmi("bmc-config", "--verbose", "--checkout", "--section=Lan_Conf"))
        .contains("IP_Address ", "MAC_Address", "Subnet_Mask", "Default_Gateway_IP_Address");
    foremanFreeIpmi("bmc-device", "--cold-reset");

    assertThat(tool.node.commands())
        .containsExactly(
            new Command.On(),
            new Command.Identify(Optional.empty()),
            new Command.Identify(Optional.of(Duration.ZERO)));
  }

  private String foremanIpmitool(String words) throws IOException {
    Path secret = directory.resolve("ipmitool");
    Files.writeString(secret, TestBmc.PASSWORD);
    List<String> command = new ArrayList<>(List.of("ipmitool", "-H", "127.0.0.1"));
    command.addAll(List.of("-p", Integer.toString(tool.bmc.address().getPort())));
    command.addAll(List.of("-U", "admin", "-f", secret.toString(), "-I", "lanplus"));
    command.addAll(List.of(words.split(" ")));
    return run(command);
  }

  @ParameterizedTest(name = "{0}: {1} {2}")
  @CsvSource({
    "chassis bootparam set bootflag force_pxe,   PXE,   ONCE",
    "chassis bootparam set bootflag force_disk,  DISK,  ONCE",
    "chassis bootparam set bootflag force_cdrom, CDROM, ONCE",
    "chassis bootparam set bootflag force_bios,  BIOS_SETUP, ONCE",
    "chassis bootdev pxe,                        PXE,   ONCE",
    "chassis bootdev bios,                       BIOS_SETUP, ONCE",
  })
  void foremanSetsBootDevicesWithIpmitool(String words, Device device, Lifetime lifetime)
      throws IOException {
    foremanIpmitool(words);

    assertThat(tool.node.status().boot().device()).isEqualTo(device);
    assertThat(tool.node.status().boot().lifetime()).isEqualTo(lifetime);
  }

  @Test
  void foremanLooksAndActsWithIpmitool() throws IOException {
    assertThat(foremanIpmitool("power status")).isEqualTo("Chassis Power is off\n");
    foremanIpmitool("power on");
    foremanIpmitool("power cycle");
    foremanIpmitool("power soft");
    foremanIpmitool("chassis identify 255");
    foremanIpmitool("chassis identify 0");
    assertThat(foremanIpmitool("lan print"))
        .contains("IP Address", "Subnet Mask", "MAC Address", "Default Gateway IP");
    assertThat(foremanIpmitool("bmc info")).contains("IPMI Version              : 2.0");
    assertThat(foremanIpmitool("bmc guid")).contains("GUID");
    assertThat(foremanIpmitool("fru")).contains("Product Serial");
    foremanIpmitool("bmc reset cold");

    assertThat(tool.node.commands())
        .contains(
            new Command.On(),
            new Command.Cycle(),
            new Command.Identify(Optional.of(Duration.ofSeconds(255))),
            new Command.Identify(Optional.of(Duration.ZERO)));
  }
}
