package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a guest finds in the machine it runs on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GuestTest {
  @RegisterExtension private final Anyrack anyrack = new Anyrack();

  @Test
  void shouldFindItsBmcAndAConsoleOnTheNetwork() throws IOException {
    Path tools =
        RamDisks.withProgram(anyrack.home().resolve("tools.gz"), Path.of("/usr/bin/ipmitool"));
    Rack rack =
        anyrack
            .rack(
                """
                rack: inband
                nodes: [{ name: box, identity: { manufacturer: Acme, serial: "00042" } }]
                bmc: { redfish: { tls: false } }
                %s
                """
                    .formatted(anyrack.bootLinux(tools)))
            .up();
    Node box = rack.node("box");
    Bmc bmc = box.bmc();
    bmc.ask("power", "on");
    try (Guest console = box.guest()) {
      console.awaitLinux();
    }
    try (Guest sol = Guest.at("box", bmc.startAtTerminal("sol", "activate"))) {
      sol.await("SOL Session operational");
      assertThat(sol.run("cat /sys/class/dmi/id/sys_vendor").expectDone()).isEqualTo("Acme");
      assertThat(sol.run("cat /sys/class/dmi/id/product_serial").expectDone()).isEqualTo("00042");
      assertThat(sol.run("ipmitool mc info").expectDone()).containsPattern("IPMI Version +: 2\\.0");
      assertThat(sol.run("ipmitool lan print 1").expectDone())
          .containsPattern("IP Address +: 127\\.0\\.0\\.1");
      assertThat(sol.run("ipmitool chassis status").expectDone())
          .containsPattern("System Power +: on");
      String guid =
          sol.run("ipmitool mc guid 2>/dev/null | sed -n 's/System GUID *: //p'").expectDone();
      assertThat(guid).hasSize(36);
      assertThat(bmc.ask("mc", "guid")).contains(guid);
      new Redfish(box)
          .send(
              "PATCH",
              "",
              """
              {"Boot": {"BootSourceOverrideTarget": "Pxe",
                        "BootSourceOverrideEnabled": "Continuous"}}
              """);
      for (String read :
          new String[] {
            sol.run("ipmitool chassis bootparam get 5").expectDone(),
            bmc.ask("chassis", "bootparam", "get", "5")
          }) {
        assertThat(read).contains("Options apply to all future boots", "Force PXE");
      }

      // Timer use SMS/OS, action hard reset, one second (IPMI 2.0 §27.6).
      sol.run("ipmitool raw 0x06 0x24 0x44 0x01 0x00 0x10 0x0a 0x00").expectDone();
      sol.type("ipmitool mc watchdog reset");
      sol.await("countdown restarted");
      sol.awaitLinux();
      assertThat(bmc.ask("chassis", "restart_cause")).containsIgnoringCase("watchdog");
      sol.type("ipmitool chassis power off");
      box.awaitPower("off");
    }
    assertThat(bmc.ask("power", "status")).isEqualTo("Chassis Power is off");
    rack.down();
  }

  @Test
  void shouldStartByUefi() {
    Rack rack =
        anyrack
            .rack(
                """
                rack: uefi
                nodes:
                  - { name: rom, firmware: uefi }
                  - { name: http, firmware: uefi, network-boot: http }
                %s
                """
                    .formatted(anyrack.bootLinux()))
            .up();
    assertThat(rack.nodes())
        .allMatch(node -> node.path("boot").path("mode").asString().equals("uefi"));
    rack.run("boot", "rom", "http", "pxe").expectDone();
    rack.run("power", "rom", "http", "on").expectDone();
    for (String name : new String[] {"rom", "http"}) {
      try (Guest guest = rack.node(name).guest()) {
        guest.awaitLinux();
        guest.run("test -d /sys/firmware/efi").expectDone();
      }
    }
    rack.run("power", "rom", "http", "soft").expectDone();
    rack.node("rom").awaitPower("off");
    rack.node("http").awaitPower("off");
    rack.down();
  }
}
