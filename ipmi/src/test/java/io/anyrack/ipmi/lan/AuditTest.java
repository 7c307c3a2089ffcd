package io.anyrack.ipmi.lan;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.ipmi.FakeNode;
import io.anyrack.ipmi.TestBmc;
import io.anyrack.ipmi.session.SessionLimits;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.EventLog;
import io.anyrack.rack.node.FileEventLog;
import io.anyrack.rack.node.Origin;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node's log keeps of what people did to it over IPMI, and that nobody takes it away. */
class AuditTest {
  private static final String RECORD = "0000 02 00000000 4100 04 12 87 6f 42ff01";

  @TempDir private Path directory;
  private EventLog log;
  private LanHarness lan;

  @BeforeEach
  void serve() {
    log = new FileEventLog(directory.resolve("events.jsonl"), 500, () -> FakeNode.SINCE);
    lan = new LanHarness(new FakeNode(log), SessionLimits.DEFAULT);
  }

  private RemoteConsole admin(int port) {
    var console =
        new RemoteConsole(lan, LanHarness.peer(1, port), 17, "admin", TestBmc.PASSWORD, 4);
    assertThat(console.login()).isTrue();
    assertThat(console.command("06 3b 04")).isEqualTo("0004");
    return console;
  }

  private List<String> said() {
    return log.everything().stream().map(event -> event.origin() + ": " + event.message()).toList();
  }

  @Test
  void clearingTheSelLeavesTheAudit() {
    RemoteConsole admin = admin(40000);
    log.append(Event.Kind.POWER_OFF, "powered off", new Origin("node", ""));
    assertThat(admin.command("0a 40")).startsWith("00510100");

    assertThat(admin.command("0a 42")).isEqualTo("000100");
    assertThat(admin.command("0a 47 0100 434c52 aa")).isEqualTo("0001");
    assertThat(admin.command("0a 40")).as("one record: it was cleared").startsWith("00510100");
    assertThat(admin.command("0a 43 0000 0000 00 ff"))
        .startsWith("00ffff")
        .endsWith("2000" + "04" + "10006f" + "02ffff");
    assertThat(said().getFirst()).contains("admin logged in over IPMI");
    assertThat(said().getLast()).startsWith("ipmi admin@192.0.2.1:40000: event log cleared");
  }

  @Test
  void theGuestsRootTakesNothingOfTheAuditAway() {
    admin(40000);
    for (int i = 0; i < 1000; i++) {
      assertThat(lan.inBand("0a 44" + RECORD)).startsWith("00");
      assertThat(lan.inBand("00 04 05")).as("identify").isEqualTo("00");
    }
    assertThat(lan.inBand("0a 42")).isEqualTo("000100");
    assertThat(lan.inBand("0a 47 0100 434c52 aa")).isEqualTo("0001");

    assertThat(said().getFirst()).contains("admin logged in over IPMI");
  }

  @Test
  void loginsThatRepeatAreCountedAndSaidWithinAMinute() {
    for (int i = 0; i < 40; i++) {
      admin(40000 + i);
    }
    assertThat(said()).hasSize(1);
    lan.pass(60_000);
    assertThat(said()).hasSize(2);
    assertThat(said().getLast())
        .isEqualTo("ipmi 192.0.2.1: admin logged in over IPMI: 39 more within a minute");

    lan.pass(60_000);
    assertThat(said()).as("nothing more to say").hasSize(2);
    admin(50000);
    assertThat(said()).as("a minute later it is new again").hasSize(3);
  }

  @Test
  void refusedLoginsOfAnyNumberOfAddressesAreCounted() {
    for (int host = 1; host <= 100; host++) {
      for (int i = 0; i < 3; i++) {
        var guess = new RemoteConsole(lan, LanHarness.peer(host, 40000 + i), 3, "admin", "x", 4);
        assertThat(guess.login()).isFalse();
      }
    }
    admin(50000);
    lan.pass(60_000);

    assertThat(said()).filteredOn(line -> line.contains("of 'admin' refused")).hasSize(64);
    assertThat(said())
        .filteredOn(line -> line.endsWith("IPMI logins refused: 2 more within a minute"))
        .hasSize(64);
    assertThat(said())
        .contains("ipmi: IPMI logins refused to further addresses: 108 within a minute")
        .anyMatch(line -> line.contains("admin logged in over IPMI with"));
  }

  @Test
  void whatWasCountedIsSaidWhenTheBmcIsClosed() {
    admin(40000);
    admin(40001);
    lan.channel.close();

    assertThat(said().getLast()).endsWith("admin logged in over IPMI: 1 more within a minute");
  }

  @Test
  void whatOneClientTakesFromAnotherIsSaid() {
    RemoteConsole tim = admin(40000);
    RemoteConsole bob = admin(40001);
    assertThat(bob.command("06 48 01 01 c0000000")).startsWith("00");
    assertThat(tim.command("06 49 01 01 00000000")).isEqualTo("00");
    byte[] id = ByteBuffer.allocate(4).order(LITTLE_ENDIAN).putInt(bob.bmcId).array();
    assertThat(tim.command("06 3c" + HexFormat.of().formatHex(id))).isEqualTo("00");
    assertThat(tim.command("06 02")).isEqualTo("00");

    assertThat(said())
        .containsSubsequence(
            "ipmi admin@192.0.2.1:40000: took serial over LAN from admin@192.0.2.1:40001",
            "ipmi admin@192.0.2.1:40000: ended the IPMI session of admin@192.0.2.1:40001",
            "ipmi admin@192.0.2.1:40000: BMC reset: all IPMI sessions end");
  }

  @Test
  void aWatchdogThatIsSetFromOutsideIsSaidOnce() {
    lan.node.submit(new Command.On(), new Origin("node", ""));
    RemoteConsole admin = admin(40000);
    assertThat(lan.inBand("06 24 04 01 00 00 6400")).isEqualTo("00");
    assertThat(lan.inBand("06 22")).isEqualTo("00");
    assertThat(said()).hasSize(1);
    for (int i = 0; i < 3; i++) {
      assertThat(admin.command("06 24 43 03 00 00 b80b")).isEqualTo("00");
      assertThat(admin.command("06 22")).isEqualTo("00");
      assertThat(admin.command("06 22")).isEqualTo("00");
    }

    String who = "ipmi admin@192.0.2.1:40000: ";
    String setting = "of os-load, power-cycle after 300.0 s";
    assertThat(said()).hasSize(2).endsWith(who + "watchdog set: " + setting);
    assertThat(admin.command("06 24 03 03 00 00 b80b")).isEqualTo("00");
    assertThat(admin.command("06 22")).isEqualTo("00");
    assertThat(said())
        .hasSize(4)
        .endsWith(who + "watchdog stopped", who + "watchdog started: " + setting);
  }
}
