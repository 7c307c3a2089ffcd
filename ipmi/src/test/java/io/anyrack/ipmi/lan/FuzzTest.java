package io.anyrack.ipmi.lan;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.ipmi.TestBmc;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random, truncated and mutated packets: no exception, no growth, and a login still works. */
class FuzzTest {
  private static final int PACKETS = 10_000;

  private final LanHarness lan = new LanHarness();
  private final Random random = new Random(20260101);

  @Test
  void brokenPacketsOutsideSessions() {
    List<byte[]> seeds = new ArrayList<>();
    for (String hex :
        List.of(
            "0600ff06000011be802a0000",
            "0600ff07000000000000000000092018c88104388e04b1",
            "0600ff070600000000000000000009002018c88104388e04b1",
            "0600ff070610000000000000000020000500"
                + "0000a4a3a2a0000000080300000001000008040000000200000801000000",
            "0600ff07061200000000000000002100"
                + "0000000004030201000102030405060708090a0b0c0d0e0f1400000561646d696e",
            "0600ff0706140000000000000000080000000000040302010011223344556677")) {
      seeds.add(HexFormat.of().parseHex(hex));
    }
    for (int i = 0; i < PACKETS; i++) {
      lan.send(broken(seeds.get(random.nextInt(seeds.size()))), peer());
    }
    loginWorks();
  }

  @Test
  void brokenPacketsInASession() {
    RemoteConsole console = admin();
    for (int i = 0; i < PACKETS; i++) {
      byte[] packet =
          switch (random.nextInt(3)) {
            case 0 -> broken(console.commandPacket("00 01"));
            case 1 -> authenticButBroken(console, 0);
            default -> authenticButBroken(console, 1);
          };
      lan.send(packet, console.from);
    }
    assertThat(lan.bmc.sessions().size()).isLessThanOrEqualTo(1);
    loginWorks();
  }

  /**
   * Every command of every network function, with data of every length, in and out of a session.
   */
  @Test
  void everyCommandSurvivesAnyData() {
    RemoteConsole console = admin();
    for (int i = 0; i < PACKETS; i++) {
      int netFn = 2 * random.nextInt(0x20);
      byte[] request = new byte[2 + random.nextInt(24)];
      random.nextBytes(request);
      request[0] = (byte) netFnOf(i, netFn);
      request[1] = (byte) random.nextInt(0x60);
      String answer = console.command(HexFormat.of().formatHex(request));
      if (answer.isEmpty() || answer.equals("d4")) {
        console = admin(); // A reset or a Close Session was among them.
      } else {
        assertThat(answer).isNotEqualTo("ff");
      }
    }
    loginWorks();
  }

  /** Those with most commands come often, all others come, too. */
  private static int netFnOf(int turn, int any) {
    int[] often = {0x06, 0x0c, 0x04, 0x0a, 0x2c};
    return turn % 6 < often.length ? often[turn % 6] : any;
  }

  private RemoteConsole admin() {
    RemoteConsole console =
        new RemoteConsole(lan, LanHarness.peer(1, 40000), 3, "admin", TestBmc.PASSWORD, 4);
    assertThat(console.login()).isTrue();
    assertThat(console.command("06 3b 04")).isEqualTo("0004");
    return console;
  }

  private void loginWorks() {
    lan.pass(120_000);
    assertThat(lan.bmc.sessions().size()).isZero();
    admin();
  }

  private InetSocketAddress peer() {
    return LanHarness.peer(1 + random.nextInt(4), 1024 + random.nextInt(100));
  }

  private byte[] authenticButBroken(RemoteConsole console, int type) {
    byte[] plain = console.message("00 02 01");
    byte[] packet = console.commandPacket("00 01");
    int number = (packet[10] & 0xff) | ((packet[11] & 0xff) << 8);
    return console.protectedPacket(type, broken(plain), number);
  }

  private byte[] broken(byte[] seed) {
    byte[] packet =
        switch (random.nextInt(4)) {
          case 0 -> Arrays.copyOf(seed, random.nextInt(seed.length + 1));
          case 1 -> Arrays.copyOf(seed, seed.length + random.nextInt(100));
          case 2 -> new byte[random.nextInt(200)];
          default -> seed.clone();
        };
    if (packet.length > 0 && random.nextInt(8) > 0) {
      for (int i = random.nextInt(6); i >= 0; i--) {
        packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
      }
    }
    return packet;
  }
}
