package io.anyrack.ipmi.lan;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.ipmi.FakeNode;
import io.anyrack.ipmi.TestBmc;
import io.anyrack.ipmi.session.SessionLimits;
import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.EventLog;
import io.anyrack.rack.node.FileEventLog;
import io.anyrack.rack.node.Origin;
import java.nio.file.Path;
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
    log = new FileEventLog(directory.resolve("events.jsonl"), 50, () -> FakeNode.SINCE);
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
    for (int i = 0; i < 100; i++) {
      assertThat(lan.inBand("0a 44" + RECORD)).startsWith("00");
      assertThat(lan.inBand("00 04 05")).as("identify").isEqualTo("00");
    }
    assertThat(lan.inBand("0a 42")).isEqualTo("000100");
    assertThat(lan.inBand("0a 47 0100 434c52 aa")).isEqualTo("0001");

    assertThat(said().getFirst()).contains("admin logged in over IPMI");
  }
}
