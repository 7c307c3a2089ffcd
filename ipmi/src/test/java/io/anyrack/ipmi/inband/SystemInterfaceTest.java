package io.anyrack.ipmi.inband;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.ipmi.FakeNode;
import io.anyrack.ipmi.TestBmc;
import io.anyrack.ipmi.bmc.IpmiException;
import io.anyrack.ipmi.command.Bmc;
import io.anyrack.ipmi.command.CommandTable;
import io.anyrack.ipmi.message.Response;
import io.anyrack.ipmi.session.SessionLimits;
import io.anyrack.ipmi.sol.SolLimits;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.Origin;
import io.anyrack.rack.node.SteadyTime;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** QEMU's side of the socket, octet by octet. */
class SystemInterfaceTest {
  /** What QEMU says when it connects: version 1, then what the machine can. */
  private static final String HELLO = "ff01a1 083fa1";

  @TempDir private Path directory;
  private final FakeNode node = new FakeNode();

  private SystemInterface serve(Path socket) {
    Bmc bmc =
        new Bmc(
            TestBmc.of(node),
            623,
            Clock.systemUTC(),
            new SteadyTime(),
            SessionLimits.DEFAULT,
            SolLimits.DEFAULT,
            () -> {});
    return new SystemInterface(socket, bmc, CommandTable.standard());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "Get Device ID,          01 18 01 e6 a0,       01 1c 01 00 20 01 00 01 02 8f 00 00 00 00 00 00"
        + " 00 00 00 2f a0",
    "Get Chassis Status,     02 00 01 fd a0,       02 04 01 00 00 00 40 b9 a0",
    "Chassis Control off,    03 00 02 00 fb a0,    03 04 02 00 f7 a0",
    "channel 0x0e is 0x0f,   04 18 42 0e 94 a0,    04 1c 42 00 0f 0c 05 00 f2 1b 00 ff ff 73 a0",
    "a channel not there,    05 18 42 03 9e a0,    05 1c 42 cc d1 a0",
    "an unknown command,     06 18 30 b2 a0,       06 1c 30 c1 ed a0",
    "an escaped sequence,    aa b0 18 01 47 a0,    aa b0 1c 01 00 20 01 00 01 02 8f 00 00 00 00 00"
        + " 00 00 00 00 90 a0",
    "IP address by lan print,07 30 02 01 03 00 00 c3 a0, 07 34 02 00 11 7f 00 00 01 32 a0",
  })
  void requestsAndAnswers(String name, String request, String response) throws IOException {
    Path socket = directory.resolve("kcs");
    try (SystemInterface _ = serve(socket);
        SocketChannel qemu = connect(socket)) {
      send(qemu, HELLO + request);

      assertThat(receive(qemu)).isEqualTo(response.replace(" ", ""));
    }
  }

  @Test
  void theGuestActsThroughTheNodeUnderItsOwnName() throws IOException {
    Path socket = directory.resolve("kcs");
    try (SystemInterface _ = serve(socket);
        SocketChannel qemu = connect(socket)) {
      send(qemu, "03 00 02 00 fb a0");
      receive(qemu);
    }
    assertThat(node.commands()).containsExactly(new Command.Off());
    assertThat(node.origins()).containsExactly(new Origin("kcs", "node1"));
  }

  @Test
  void aMachineConnectsAgainAndASocketLeftBehindIsReplaced() throws IOException {
    Path socket = directory.resolve("kcs");
    Files.createFile(socket);
    try (SystemInterface _ = serve(socket)) {
      for (int i = 0; i < 3; i++) {
        try (SocketChannel qemu = connect(socket)) {
          send(qemu, HELLO + "02 00 01 fd a0");
          assertThat(receive(qemu)).endsWith("a0");
        }
      }
    }
    assertThat(socket).doesNotExist();
  }

  @Test
  void aPathThatIsTooLongIsSaidClearly() {
    Path socket = directory.resolve("x".repeat(120));

    assertThatThrownBy(() -> serve(socket))
        .isInstanceOf(IpmiException.class)
        .hasMessageContaining("node1")
        .hasMessageContaining("107 octets");
  }

  @Test
  void brokenOctetsAreSkipped() {
    Random random = new Random(42);
    VmDecoder decoder = new VmDecoder(64);
    int marks = VmMessage.END_OF_MESSAGE;
    for (int i = 0; i < 100_000; i++) {
      int octet = random.nextInt(8) == 0 ? marks + random.nextInt(11) : random.nextInt(256);
      decoder.add((byte) octet).ifPresent(message -> message.answer(Response.code(0)));
    }
    decoder.add((byte) VmMessage.END_OF_CONTROL);
    byte[] good = HexFormat.of().parseHex("020001fd");
    for (byte octet : good) {
      assertThat(decoder.add(octet)).isEmpty();
    }
    assertThat(decoder.add((byte) VmMessage.END_OF_MESSAGE)).isPresent();
  }

  private static SocketChannel connect(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    return channel;
  }

  private static void send(SocketChannel channel, String hex) throws IOException {
    channel.write(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))));
  }

  private static String receive(SocketChannel channel) throws IOException {
    ByteBuffer in = ByteBuffer.allocate(256);
    do {
      if (channel.read(in) < 0) {
        throw new AssertionError("the BMC hung up");
      }
    } while ((in.get(in.position() - 1) & 0xff) != VmMessage.END_OF_MESSAGE);
    return HexFormat.of().formatHex(in.array(), 0, in.position());
  }
}
