package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Power over IPMI: of a guest that obeys, and of one that hangs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PowerTest {
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(2);
  private static final Duration LEFT_ALONE = Duration.ofSeconds(4);

  @RegisterExtension private final Anyrack anyrack = new Anyrack();
  private Rack rack;

  @BeforeAll
  void makeTheRack() throws IOException {
    rack =
        anyrack.rack(
            """
            rack: power
            nodes:
              - { name: linux }
              - { name: hung, image: hung.img }
            %s
            """
                .formatted(anyrack.bootLinux()));
    BootSector.disk(rack.file().resolveSibling("hung.img"), "HUNG");
    rack.up();
  }

  @Test
  void shouldSwitchAMachine() {
    Node hung = rack.node("hung");
    Bmc bmc = hung.bmc();
    assertThat(bmc.ask("power", "status")).isEqualTo("Chassis Power is off");

    assertThat(bmc.ask("power", "on")).isEqualTo("Chassis Power Control: Up/On");
    try (Guest guest = hung.guest()) {
      guest.await("HUNG");
      assertThat(bmc.ask("power", "status")).isEqualTo("Chassis Power is on");
      ProcessHandle machine = hung.machine();

      assertThat(bmc.ask("power", "reset")).isEqualTo("Chassis Power Control: Reset");
      guest.await("HUNG");
      assertThat(hung.machine()).isEqualTo(machine);

      assertThat(bmc.ask("power", "cycle")).isEqualTo("Chassis Power Control: Cycle");
      guest.await("HUNG");
      assertThat(hung.machine()).isNotEqualTo(machine);
      Eventually.await("the old QEMU is gone", () -> !machine.isAlive());
    }
    assertThat(bmc.freeipmi("ipmipower", "--stat").expectDone()).endsWith(": on");
    assertThat(bmc.freeipmi("ipmi-chassis", "--get-chassis-status").expectDone())
        .containsPattern("System Power +: on");

    assertThat(bmc.ask("power", "off")).isEqualTo("Chassis Power Control: Down/Off");
    hung.awaitPower("off");
    assertThat(bmc.ask("power", "status")).isEqualTo("Chassis Power is off");
    assertThat(hung.runs()).isFalse();
  }

  @Test
  void shouldSwitchAHungGuestOffOnlyWhenAskedTo() {
    Node hung = rack.node("hung");
    Bmc bmc = hung.bmc();
    bmc.ask("power", "on");
    try (Guest guest = hung.guest()) {
      guest.await("HUNG");
    }
    assertThat(bmc.ask("power", "soft")).isEqualTo("Chassis Power Control: Soft");
    long deadline = System.nanoTime() + LEFT_ALONE.toNanos();
    while (System.nanoTime() < deadline) {
      assertThat(bmc.ask("power", "status")).isEqualTo("Chassis Power is on");
    }
    long asked = System.nanoTime();
    rack.run("power", "hung", "soft", "--then-off-after", "3").expectDone();
    hung.awaitPower("off");
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThan(Duration.ofSeconds(3));
    assertThat(hung.log()).contains("did not shut down in time");
  }

  @Test
  void shouldObeyAndFollowTheGuest() {
    Node linux = rack.node("linux");
    Bmc bmc = linux.bmc();
    bmc.ask("power", "on");
    try (Guest guest = linux.guest()) {
      guest.awaitLinux();
      assertThat(bmc.ask("power", "diag")).isEqualTo("Chassis Power Control: Diag");
      guest.await("NMI");
      assertThat(bmc.ask("power", "soft")).isEqualTo("Chassis Power Control: Soft");
      linux.awaitPower("off");
    }

    bmc.ask("power", "on");
    try (Guest guest = linux.guest()) {
      // The first start is in the history.
      guest.awaitLinux().awaitLinux();
      ProcessHandle machine = linux.machine();
      guest.type("poweroff");
      Eventually.await("the guest is off", () -> !machine.isAlive());
    }
    long off = System.nanoTime();
    for (long asked = off;
        !bmc.ask("power", "status").equals("Chassis Power is off");
        asked = System.nanoTime()) {
      assertThat(Duration.ofNanos(asked - off)).as("still on").isLessThan(SHOWN_WITHIN);
    }
    assertThat(Files.exists(rack.state().resolve("nodes/linux/qmp"))).isFalse();
  }
}
