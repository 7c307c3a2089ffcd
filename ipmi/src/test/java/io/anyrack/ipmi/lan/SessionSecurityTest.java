package io.anyrack.ipmi.lan;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.ipmi.TestBmc;
import io.anyrack.ipmi.session.SessionLimits;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.Event;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must be refused or survived. */
class SessionSecurityTest {
  private static final int USER = 2;
  private static final int ADMIN = 4;
  private static final InetSocketAddress PEER = LanHarness.peer(1, 40000);
  private static final String STATUS = "00 01";
  private static final String POWER_ON = "00 02 01";

  private final LanHarness lan = new LanHarness();

  private RemoteConsole console(InetSocketAddress from, String user, String password, int role) {
    return new RemoteConsole(lan, from, 17, user, password, role);
  }

  private RemoteConsole admin() {
    RemoteConsole console = console(PEER, "admin", TestBmc.PASSWORD, ADMIN);
    assertThat(console.login()).isTrue();
    assertThat(console.command("06 3b 04")).isEqualTo("0004");
    return console;
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 17})
  void aUserLogsInWithBothSuites(int suite) {
    var console = new RemoteConsole(lan, PEER, suite, "admin", TestBmc.PASSWORD, ADMIN);

    assertThat(console.login()).isTrue();
    assertThat(console.bmcProven()).isTrue();
    assertThat(console.command(STATUS)).isEqualTo("00000040");
    assertThat(lan.node.events().events())
        .extracting(Event::message)
        .containsExactly(
            "admin logged in over IPMI with cipher suite " + suite + ", up to ADMINISTRATOR");
  }

  @Test
  void wrongPasswordAndUnknownUserGetTheSameAnswers() {
    RemoteConsole wrong = console(PEER, "admin", "wrong", ADMIN);
    RemoteConsole unknown = console(PEER, "nobody", "wrong", ADMIN);

    assertThat(List.of(wrong.openSession(), wrong.rakp1(), wrong.rakp3()))
        .isEqualTo(List.of(unknown.openSession(), unknown.rakp1(), unknown.rakp3()))
        .isEqualTo(List.of(true, true, false));
    assertThat(wrong.status).isEqualTo(unknown.status).isEqualTo(0x0f);
    assertThat(lan.bmc.sessions().size()).isZero();
  }

  @Test
  void theNullUserIsRefused() {
    RemoteConsole nobody = console(PEER, "", "", ADMIN);

    assertThat(nobody.login()).isFalse();
    assertThat(nobody.status).isEqualTo(0x0d);
  }

  @Test
  void aPrivilegeAboveTheAccountsIsRefusedAfterThePassword() {
    RemoteConsole viewer = console(PEER, "viewer", "look only", ADMIN);

    assertThat(viewer.login()).isFalse();
    assertThat(viewer.status).isEqualTo(0x0a);
  }

  @Test
  void aUserSessionMayLookAndNotTouch() {
    RemoteConsole viewer = console(PEER, "viewer", "look only", USER);
    assertThat(viewer.login()).isTrue();

    assertThat(viewer.command(STATUS)).startsWith("00");
    assertThat(viewer.command(POWER_ON)).isEqualTo("d4");
    assertThat(viewer.command("06 3b 04")).isEqualTo("81");
    assertThat(viewer.command(POWER_ON)).isEqualTo("d4");
    assertThat(lan.node.commands()).isEmpty();
  }

  @Test
  void aSessionStartsAsUserWhateverItMayBecome() {
    RemoteConsole console = console(PEER, "admin", TestBmc.PASSWORD, ADMIN);
    assertThat(console.login()).isTrue();

    assertThat(console.command(POWER_ON)).isEqualTo("d4");
    assertThat(console.command("06 3b 04")).isEqualTo("0004");
    assertThat(console.command(POWER_ON)).isEqualTo("00");
  }

  @Test
  void tooManyWrongPasswordsShutTheAddressOutForAWhile() {
    for (int i = 0; i < SessionLimits.DEFAULT.failedLogins(); i++) {
      assertThat(console(PEER, "admin", "guess" + i, ADMIN).login()).isFalse();
    }

    RemoteConsole right = console(PEER, "admin", TestBmc.PASSWORD, ADMIN);
    assertThat(right.login()).isFalse();
    assertThat(right.status).isEqualTo(0x01);
    InetSocketAddress elsewhere = LanHarness.peer(2, 40000);
    assertThat(console(elsewhere, "admin", TestBmc.PASSWORD, ADMIN).login()).isTrue();
    lan.pass(SessionLimits.DEFAULT.failedLoginWindow().toMillis());
    assertThat(console(PEER, "admin", TestBmc.PASSWORD, ADMIN).login()).isTrue();
    assertThat(lan.node.events().events()).as("not one entry per guess").hasSizeLessThan(5);
  }

  @Test
  void loginsStartedSideBySideCountAgainstTheSameLimit() {
    List<RemoteConsole> guesses = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      RemoteConsole guess = console(LanHarness.peer(1, 1024 + i), "admin", "guess" + i, ADMIN);
      assertThat(guess.openSession() && guess.rakp1()).isTrue();
      guesses.add(guess);
    }

    guesses.forEach(guess -> assertThat(guess.rakp3()).isFalse());
    assertThat(guesses.stream().filter(guess -> guess.status == 0x0f))
        .as("really tried")
        .hasSize(SessionLimits.DEFAULT.failedLogins());
  }

  @Test
  void aReplayIsDropped() {
    RemoteConsole console = admin();
    byte[] older = console.commandPacket(POWER_ON);
    byte[] last = console.commandPacket("00 02 00");

    assertThat(lan.send(older, PEER)).hasSize(1);
    assertThat(lan.send(last, PEER)).hasSize(1);
    assertThat(lan.send(last, PEER)).isEmpty();
    assertThat(lan.send(older, PEER)).isEmpty();
    assertThat(lan.node.commands()).hasSize(2);
  }

  @Test
  void aPacketFromAnotherPortIsDropped() {
    RemoteConsole console = admin();

    assertThat(lan.send(console.commandPacket(POWER_ON), LanHarness.peer(1, 40001))).isEmpty();
    assertThat(lan.send(console.commandPacket(POWER_ON), LanHarness.peer(2, 40000))).isEmpty();
    assertThat(lan.node.commands()).isEmpty();
    assertThat(console.command(STATUS)).startsWith("00");
  }

  @Test
  void anUnprotectedPacketInASessionIsDropped() {
    RemoteConsole console = admin();

    assertThat(lan.send(console.unencryptedPacket(POWER_ON), PEER)).isEmpty();
    assertThat(lan.send(console.barePacket(POWER_ON), PEER)).isEmpty();
    assertThat(lan.node.commands()).isEmpty();
  }

  @Test
  void aChangedOctetAnywhereMakesAPacketVoid() {
    RemoteConsole console = admin();
    byte[] packet = console.commandPacket(POWER_ON);

    for (int i = 4; i < packet.length; i++) {
      byte[] changed = packet.clone();
      changed[i] ^= 0x01;
      assertThat(lan.send(changed, PEER)).as("octet %d", i).isEmpty();
    }
    assertThat(lan.node.commands()).isEmpty();
    assertThat(lan.send(packet, PEER)).hasSize(1);
  }

  @Test
  void nothingIsAnsweredAfterCloseSession() {
    RemoteConsole console = admin();
    String id = "%08x".formatted(Integer.reverseBytes(console.bmcId));

    assertThat(console.command("06 3c " + id)).isEqualTo("00");
    assertThat(console.command(POWER_ON)).isEmpty();
    assertThat(lan.bmc.sessions().size()).isZero();
  }

  @Test
  void aColdResetEndsAllSessions() {
    RemoteConsole first = admin();
    RemoteConsole second = console(LanHarness.peer(2, 1), "admin", TestBmc.PASSWORD, ADMIN);
    assertThat(second.login()).isTrue();

    assertThat(first.command("06 02")).isEqualTo("00");
    assertThat(first.command(STATUS)).isEmpty();
    assertThat(second.command(STATUS)).isEmpty();
  }

  @Test
  void aRetransmittedCommandActsOnceAndGetsTheSameAnswer() {
    RemoteConsole console = admin();

    assertThat(console.command(POWER_ON)).isEqualTo("00");
    assertThat(console.answer(lan.send(console.retransmission(POWER_ON), PEER))).isEqualTo("00");
    assertThat(lan.node.commands()).containsExactly(new Command.On());
    assertThat(console.command(POWER_ON)).isEqualTo("00");
    assertThat(lan.node.commands()).hasSize(2);
  }

  @Test
  void aRetransmittedRakp3GetsRakp4Again() {
    RemoteConsole console = console(PEER, "admin", TestBmc.PASSWORD, ADMIN);
    assertThat(console.openSession() && console.rakp1()).isTrue();
    byte[] rakp3 = console.rakp3Packet();

    List<byte[]> first = lan.send(rakp3, PEER);
    List<byte[]> second = lan.send(rakp3, PEER);
    assertThat(first).hasSize(1);
    assertThat(second.getFirst()).isEqualTo(first.getFirst());
    assertThat(lan.bmc.sessions().size()).isEqualTo(1);
  }

  @Test
  void aSilentSessionExpires() {
    RemoteConsole console = admin();
    lan.pass(59_000);
    assertThat(console.command(STATUS)).startsWith("00");
    lan.pass(60_000);
    assertThat(console.command(STATUS)).isEmpty();
  }

  @Test
  void twoThousandHalfOpenSessionsKeepNobodyOut() {
    for (int i = 0; i < 2000; i++) {
      assertThat(console(PEER, "admin", "x", ADMIN).openSession()).isTrue();
    }

    InetSocketAddress samePlace = LanHarness.peer(1, 40001);
    RemoteConsole other = console(samePlace, "admin", TestBmc.PASSWORD, ADMIN);
    assertThat(other.openSession()).isTrue();
    for (int i = 0; i < 2000; i++) {
      assertThat(console(PEER, "admin", "x", ADMIN).openSession()).isTrue();
    }
    assertThat(other.rakp1() && other.rakp3()).isTrue();
  }

  @Test
  void fiftyThousandSessionsOpenedAndDroppedLeaveNothing() {
    SessionLimits limits = SessionLimits.DEFAULT;
    for (int i = 0; i < 50_000; i++) {
      InetSocketAddress peer = LanHarness.peer(i % 200, 1024 + i);
      RemoteConsole console = console(peer, "admin", TestBmc.PASSWORD, ADMIN);
      // Every fifth gets all the way, the others are dropped on it.
      switch (i % 5) {
        case 0 -> assertThat(console.login()).isTrue();
        case 1 -> assertThat(console.openSession() && console.rakp1()).isTrue();
        default -> assertThat(console.openSession()).isTrue();
      }
      assertThat(lan.bmc.sessions().size()).isLessThanOrEqualTo(limits.sessions());
      assertThat(lan.login.underWay()).isLessThanOrEqualTo(limits.halfOpen());
    }
    assertThat(lan.node.events().events()).as("not one entry per login").hasSizeLessThan(400);

    lan.pass(limits.handshake().toMillis());
    assertThat(lan.login.underWay()).isZero();
    lan.pass(limits.inactivity().toMillis());
    assertThat(lan.bmc.sessions().size()).isZero();
    assertThat(console(PEER, "admin", TestBmc.PASSWORD, ADMIN).login()).isTrue();
  }

  @Test
  void sessionIdsAreRandom() {
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      RemoteConsole console = console(PEER, "admin", "x", ADMIN);
      assertThat(console.openSession()).isTrue();
      ids.add(console.bmcId);
    }
    assertThat(ids).doesNotHaveDuplicates().doesNotContain(0);
    assertThat(ids.stream().filter(id -> id < 0).count()).isBetween(20L, 80L);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "suite 0: no authentication,                00, 00, 00, 04",
    "suite 1: no integrity,                     01, 00, 00, 05",
    "suite 2: no confidentiality,               01, 01, 00, 10",
    "suite 4: xRC4,                             01, 01, 02, 10",
    "suite 8: MD5,                              02, 02, 01, 04",
    "suite 15: SHA256 without integrity,        03, 00, 00, 05",
    "suite 16: SHA256 without confidentiality,  03, 04, 00, 10",
    "SHA1 login with SHA256 packets,            01, 04, 01, 11",
    "suite 3,                                   01, 01, 01, 00",
    "suite 17,                                  03, 04, 01, 00",
  })
  void onlySuites3And17AreAccepted(
      String name, String authentication, String integrity, String confidentiality, String status) {
    String answer =
        lan.sendHex(
                """
                0600ff07 06 10 00000000 00000000 2000
                05 04 0000 a4a3a2a0
                00000008 %s000000 01000008 %s000000 02000008 %s000000
                """
                    .formatted(authentication, integrity, confidentiality))
            .getFirst();

    assertThat(answer).startsWith("0600ff070611" + "0000000000000000");
    assertThat(answer.substring(32, 36)).isEqualTo("05" + status);
    assertThat(answer.length()).isEqualTo(2 * (16 + (status.equals("00") ? 36 : 8)));
  }
}
