package io.anyrack.ipmi.lan;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.anyrack.ipmi.Parts;
import io.anyrack.ipmi.TestBmc;
import io.anyrack.ipmi.console.NoSessionException;
import io.anyrack.ipmi.console.RemoteSession;
import io.anyrack.ipmi.console.Wire;
import io.anyrack.ipmi.rmcpplus.PayloadType;
import io.anyrack.rack.model.Secret;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Datagrams, messages and serial packets made by a fuzzer that looks at which code they reach. In
 * the build each runs once over the inputs kept beside this class; {@code JAZZER_FUZZ=1} looks for
 * new ones.
 */
class LanFuzzTest {
  /** What a datagram on port 623 can hold, before anybody has logged in. */
  @FuzzTest(maxDuration = "3m")
  void datagram(byte[] octets) {
    LanHarness lan = new LanHarness();

    assertThat(lan.send(octets, LanHarness.peer(1, 40000)))
        .as("an answer is never much longer than its question: no amplifier for others")
        .allSatisfy(answer -> assertThat(answer.length).isLessThanOrEqualTo(64 + octets.length));
    loginWorks(lan);
  }

  /** A message in a session: network function, command, data. */
  @FuzzTest(maxDuration = "3m")
  void command(byte[] octets) {
    if (octets.length < 2 || octets.length > 64) {
      return;
    }
    LanHarness lan = new LanHarness();
    RemoteConsole console = loginWorks(lan);
    octets[0] &= 0x3e;

    assertThat(console.command(HexFormat.of().formatHex(octets)))
        .as("FFh would be a bug of ours")
        .isNotEqualTo("ff");
    lan.pass(61_000);
    loginWorks(lan);
  }

  /** Any octets under the protection of a session, as a message or as a serial packet. */
  @FuzzTest(maxDuration = "3m")
  void protectedPayload(byte[] octets) {
    if (octets.length < 1 || octets.length > 256) {
      return;
    }
    LanHarness lan = new LanHarness();
    RemoteConsole console = loginWorks(lan);
    assertThat(console.command("06 48 01 01 c0000000")).startsWith("00");
    byte[] payload = Arrays.copyOfRange(octets, 1, octets.length);

    lan.send(console.protectedPacket(octets[0] & 1, payload, 100), console.from);
    lan.pass(61_000);
    loginWorks(lan);
  }

  /**
   * RAKP messages for a session that is really being opened: of each part the first octet says
   * which message it is and whether the right RAKP Message 1 comes before it, the session id is put
   * in.
   */
  @FuzzTest(maxDuration = "3m")
  void keyExchange(byte[] octets) {
    LanHarness lan = new LanHarness();
    for (byte[] part : Parts.of(octets, 4)) {
      if (part.length == 0) {
        continue;
      }
      RemoteConsole console =
          new RemoteConsole(lan, LanHarness.peer(1, 40000), 3, "admin", TestBmc.PASSWORD, 4);
      assertThat(console.openSession()).isTrue();
      boolean started = (part[0] & 1) != 0;
      assertThat(!started || console.rakp1()).isTrue();
      byte[] payload = Arrays.copyOfRange(part, 1, part.length);
      if (payload.length >= 8) {
        ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).putInt(4, console.bmcId);
      }
      int type = (part[0] & 2) == 0 ? PayloadType.RAKP_1 : PayloadType.RAKP_3;
      byte[] packet = RemoteConsole.plainPacket(type, RemoteConsole.octets().put(payload));

      assertThat(lan.send(packet, console.from))
          .allSatisfy(answer -> assertThat(answer.length).isLessThanOrEqualTo(64 + packet.length));
      assertThat(lan.bmc.sessions().size()).as("nobody logs in by chance").isZero();
    }
    lan.pass(61_000);
    loginWorks(lan);
  }

  /** Serial packets one after the other; a part that begins with 80h or more is output instead. */
  @FuzzTest(maxDuration = "3m")
  void serial(byte[] octets) {
    LanHarness lan = new LanHarness();
    RemoteConsole console = loginWorks(lan);
    assertThat(console.command("06 48 01 01 c0000000")).startsWith("00");
    int typed = 0;
    for (byte[] part : Parts.of(octets, 32)) {
      if (part.length > 0 && part[0] < 0) {
        lan.node.console().print("x".repeat(part.length));
        lan.tick().forEach(console::open);
      } else {
        lan.send(console.solPacket(part), console.from).forEach(console::open);
        typed += Math.max(0, part.length - 4);
        lan.pass(100);
      }
    }
    assertThat(lan.node.console().input().length()).isLessThanOrEqualTo(typed);
    lan.pass(61_000);
    assertThat(lan.node.console().readers()).isZero();
    loginWorks(lan);
  }

  /**
   * Our own console against answers that are not a BMC's. A part with an odd first octet changes
   * the answer at its turn, another one is in its place; in a session it is what the BMC sealed.
   */
  @FuzzTest(maxDuration = "3m")
  void remoteSession(byte[] octets) throws InterruptedException {
    LanHarness lan = new LanHarness();
    Secret password = new Secret(TestBmc.PASSWORD);
    try (Wire wire = new WrongWire(lan, Parts.of(octets, 8));
        RemoteSession session =
            RemoteSession.open(
                wire, "admin", password, Duration.ofSeconds(5), new SecureRandom())) {
      session.isPowered();
    } catch (NoSessionException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static RemoteConsole loginWorks(LanHarness lan) {
    RemoteConsole console =
        new RemoteConsole(lan, LanHarness.peer(2, 40001), 17, "admin", TestBmc.PASSWORD, 4);
    assertThat(console.login()).isTrue();
    assertThat(console.command("06 3b 04")).isEqualTo("0004");
    return console;
  }
}
