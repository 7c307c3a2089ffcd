package io.anyrack.ipmi.lan;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.anyrack.ipmi.TestBmc;
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

  private static RemoteConsole loginWorks(LanHarness lan) {
    RemoteConsole console =
        new RemoteConsole(lan, LanHarness.peer(2, 40001), 17, "admin", TestBmc.PASSWORD, 4);
    assertThat(console.login()).isTrue();
    assertThat(console.command("06 3b 04")).isEqualTo("0004");
    return console;
  }
}
