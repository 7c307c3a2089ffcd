package io.anyrack.ipmi.lan;

import io.anyrack.ipmi.console.Wire;
import io.anyrack.ipmi.rmcpplus.PayloadType;
import io.anyrack.ipmi.session.Session;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A wire to a BMC whose answers are not what the BMC said. */
final class WrongWire implements Wire {
  private static final InetSocketAddress CONSOLE = LanHarness.peer(3, 40002);
  private static final int PAYLOAD_TYPE = 5;
  private static final int AUTHENTICATED = 0x40;
  private static final int PAYLOAD = 16;
  private static final int CONSOLE_ID = PAYLOAD + 4;

  private final LanHarness lan;
  private final Deque<byte[]> wrongs;
  private final Deque<byte[]> answers = new ArrayDeque<>();

  /** With a wrong for each answer, as long as there are any. */
  WrongWire(LanHarness lan, List<byte[]> wrongs) {
    this.lan = lan;
    this.wrongs = new ArrayDeque<>(wrongs);
  }

  @Override
  public void send(byte[] packet) {
    for (byte[] answer : lan.send(packet, CONSOLE)) {
      byte[] wrong = wrongs.isEmpty() ? new byte[0] : wrongs.removeFirst();
      answers.add(wrong.length == 0 ? answer : spoil(answer, wrong));
    }
  }

  private byte[] spoil(byte[] answer, byte[] wrong) {
    byte[] rest = Arrays.copyOfRange(wrong, 1, wrong.length);
    if ((wrong[0] & 1) != 0) {
      byte[] changed = answer.clone();
      for (int i = 0; i + 1 < rest.length; i += 2) {
        changed[(rest[i] & 0xff) % changed.length] ^= rest[i + 1];
      }
      return changed;
    }
    if ((answer[PAYLOAD_TYPE] & AUTHENTICATED) != 0) {
      return lan.bmc.sessions().all().stream()
          .findFirst()
          .map(session -> sealed(session, rest))
          .orElse(answer);
    }
    byte[] other =
        RemoteConsole.plainPacket(answer[PAYLOAD_TYPE], RemoteConsole.octets().put(rest));
    if (other.length >= CONSOLE_ID + 4 && answer.length >= CONSOLE_ID + 4) {
      System.arraycopy(answer, CONSOLE_ID, other, CONSOLE_ID, 4);
    }
    return other;
  }

  private static byte[] sealed(Session session, byte[] message) {
    ByteBuffer out = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {6, 0, (byte) 0xff, 7});
    session.seal(PayloadType.IPMI_MESSAGE, ByteBuffer.wrap(message), out);
    byte[] packet = new byte[out.flip().remaining()];
    out.get(packet);
    return packet;
  }

  @Override
  public Optional<byte[]> receive(Duration limit) throws IOException {
    if (answers.isEmpty()) {
      throw new IOException("no more answers");
    }
    return Optional.of(answers.removeFirst());
  }

  @Override
  public void close() {}
}
