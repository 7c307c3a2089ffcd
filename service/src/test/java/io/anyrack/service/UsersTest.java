package io.anyrack.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.service.bmc.BmcAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users that clients make with the real ipmitool, over restarts of the service. */
class UsersTest {
  private static final String PLAIN = "{ redfish: off }";
  private static final String GIVEN =
      "{ redfish: off, credentials: { user: root, password: !secret PASSWORD } }";

  @TempDir Path directory;
  private final FakeSite site = new FakeSite();
  private RunningRack running;

  @BeforeEach
  void start() {
    running = new RunningRack(directory, site);
    running.apply(RunningRack.rack(1, PLAIN));
  }

  @AfterEach
  void close() {
    running.close();
  }

  private void restart() {
    running.close();
    running = new RunningRack(directory, site);
    running.service.resume();
  }

  private BmcAccess bmc() {
    return running.service.bmc("node-1").orElseThrow();
  }

  /** Runs ipmitool, which must succeed. */
  private static String ipmitool(BmcAccess bmc, String words)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("ipmitool", "-I", "lanplus", "-H", bmc.host(), "-U"));
    command.addAll(List.of(bmc.username(), "-E", "-p", String.valueOf(bmc.port())));
    command.addAll(List.of(words.split(" ")));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("IPMI_PASSWORD", bmc.password());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void aUserThatWasMadeOverIpmiIsKept() throws IOException, InterruptedException {
    for (String line :
        List.of(
            "user set name 3 maas",
            "user set password 3 secret",
            "user priv 3 4",
            "user enable 3")) {
      ipmitool(bmc(), line);
    }
    restart();

    assertThat(ipmitool(bmc().withUser("maas", "secret"), "power status"))
        .isEqualTo("Chassis Power is off\n");
    assertThat(Files.getPosixFilePermissions(running.state.accounts("node-1")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void theRackFilesUserIsShownAsClientsLeftIt() throws IOException, InterruptedException {
    ipmitool(bmc(), "user set password 2 changed");
    assertThat(bmc().password()).isEqualTo("changed");
    assertThat(ipmitool(bmc(), "power status")).startsWith("Chassis Power");
    restart();

    assertThat(bmc().password()).isEqualTo("changed");
    assertThat(ipmitool(bmc(), "power status")).startsWith("Chassis Power");
  }

  @Test
  void otherCredentialsInTheRackFileComeFirst() throws IOException, InterruptedException {
    ipmitool(bmc(), "user set name 3 maas");
    ipmitool(bmc(), "user set password 2 changed");
    running.apply(RunningRack.rack(1, GIVEN));

    assertThat(bmc().username()).isEqualTo("root");
    assertThat(bmc().password()).isEqualTo("correct horse");
    assertThat(ipmitool(bmc(), "user list 1")).contains("root", "maas").doesNotContain("admin");
  }

  @Test
  void aNodeThatIsGoneLeavesNoUsers() throws IOException, InterruptedException {
    running.apply(RunningRack.rack(2, PLAIN));
    BmcAccess second = running.service.bmc("node-2").orElseThrow();
    ipmitool(second, "user set name 3 maas");
    running.apply(RunningRack.rack(1, PLAIN));

    assertThat(running.state.accounts("node-2")).doesNotExist();
  }
}
