package io.anyrack.ipmi.console;

import io.anyrack.ipmi.message.LanMessage;
import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.rmcp.Rmcp;
import io.anyrack.ipmi.rmcpplus.CipherSuite;
import io.anyrack.ipmi.rmcpplus.KeyExchange;
import io.anyrack.ipmi.rmcpplus.Nonce;
import io.anyrack.ipmi.rmcpplus.PacketHeader;
import io.anyrack.ipmi.rmcpplus.PacketSeal;
import io.anyrack.ipmi.rmcpplus.PayloadType;
import io.anyrack.ipmi.rmcpplus.Rakp1;
import io.anyrack.rack.model.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * A session with a BMC, by cipher suite 3, which every BMC of IPMI 2.0 has (table 22-20). Each
 * packet is sent again a few times. For one thread at a time.
 */
public final class RemoteSession implements AutoCloseable {
  private static final CipherSuite SUITE = CipherSuite.SUITE_3;

  /** Privilege level User, of the user found by the name alone (§13.20). */
  private static final int ROLE = 0x12;

  private static final int NET_FN_CHASSIS = 0x00;
  private static final int GET_CHASSIS_STATUS = 0x01;
  private static final int NET_FN_APP = 0x06;
  private static final int CLOSE_SESSION = 0x3c;
  private static final int TRIES = 4;
  private static final int BUFFER = 1024;

  private final Wire wire;
  private final Duration patience;
  private final SecureRandom random;
  private final int consoleId;
  private int bmcId;
  private Optional<PacketSeal> seal = Optional.empty();
  private int sequence;

  private RemoteSession(Wire wire, Duration patience, SecureRandom random) {
    this.wire = wire;
    this.patience = patience;
    this.random = random;
    this.consoleId = random.nextInt() | 1;
  }

  /**
   * Opens a session.
   *
   * @param patience for each answer, before the packet is sent again
   * @throws NoSessionException if nobody answers, the login is refused, or whoever answers does not
   *     know the password
   */
  public static RemoteSession open(
      Wire wire, String user, Secret password, Duration patience, SecureRandom random)
      throws InterruptedException {
    RemoteSession session = new RemoteSession(wire, patience, random);
    session.login(user, password);
    return session;
  }

  private void login(String user, Secret password) throws InterruptedException {
    ByteBuffer request = buffer();
    request.putInt(0).putInt(consoleId);
    algorithm(0, SUITE.authentication(), request);
    algorithm(1, SUITE.integrity(), request);
    algorithm(2, SUITE.confidentiality(), request);
    ByteBuffer opened =
        ask(
            PayloadType.OPEN_SESSION_REQUEST,
            request,
            PayloadType.OPEN_SESSION_RESPONSE,
            "a session");
    bmcId = opened.getInt(8);
    Nonce mine = Nonce.random(random);
    byte[] name = user.getBytes(StandardCharsets.ISO_8859_1);
    Rakp1 rakp1 = new Rakp1(1, bmcId, mine, ROLE, name.length, user);
    ByteBuffer first = buffer().putInt(1).putInt(bmcId);
    mine.write(first);
    first.put((byte) ROLE).putShort((short) 0).put((byte) name.length).put(name);
    ByteBuffer second = ask(PayloadType.RAKP_1, first, PayloadType.RAKP_2, "user " + user);
    byte[] answer = rest(second);
    KeyExchange exchange =
        new KeyExchange(
            SUITE,
            password.reveal().getBytes(StandardCharsets.UTF_8),
            consoleId,
            rakp1,
            Nonce.of(Arrays.copyOfRange(answer, 8, 24)),
            Nonce.of(Arrays.copyOfRange(answer, 24, 40)));
    ByteBuffer proof = buffer();
    exchange.writeRakp2(proof);
    if (!proof.flip().equals(ByteBuffer.wrap(answer))) {
      throw new NoSessionException("whoever answers does not know the password of " + user);
    }
    ByteBuffer third = buffer().putInt(2).putInt(bmcId).put(exchange.consoleCode());
    ByteBuffer fourth = ask(PayloadType.RAKP_3, third, PayloadType.RAKP_4, "the login");
    ByteBuffer check = buffer();
    exchange.writeRakp4(2, check);
    if (!check.flip().equals(fourth)) {
      throw new NoSessionException("the BMC's last word of the login is wrong");
    }
    seal = Optional.of(PacketSeal.ofConsole(exchange, random));
  }

  private static void algorithm(int kind, int number, ByteBuffer out) {
    out.put((byte) kind).putShort((short) 0).put((byte) 8);
    out.put((byte) number).putShort((short) 0).put((byte) 0);
  }

  /** The payload of the answer to a packet outside of a session, with its status read. */
  private ByteBuffer ask(int type, ByteBuffer payload, int answerType, String what)
      throws InterruptedException {
    payload.flip();
    ByteBuffer packet = buffer();
    Rmcp.writeIpmi(packet);
    PacketHeader.writePlain(type, payload.remaining(), packet);
    packet.put(payload);
    ByteBuffer answer =
        exchange(
            rest(packet.flip()),
            in ->
                PacketHeader.parse(in)
                    .filter(header -> header.payloadType() == answerType)
                    .map(header -> in.slice().order(ByteOrder.LITTLE_ENDIAN)));
    if (answer.remaining() < 8 || answer.getInt(4) != consoleId) {
      throw new NoSessionException("what answers does not speak RMCP+");
    }
    int status = answer.get(1) & 0xff;
    if (status != 0) {
      throw new NoSessionException("refused " + what + " (RMCP+ status 0x%02x)".formatted(status));
    }
    if (answer.remaining() < (answerType == PayloadType.RAKP_2 ? 40 : 12)) {
      throw new NoSessionException("what answers does not speak RMCP+");
    }
    return answer;
  }

  /** Whether the BMC says that its node has power (§28.2). */
  public boolean isPowered() throws InterruptedException {
    ByteBuffer data = command(NET_FN_CHASSIS, GET_CHASSIS_STATUS, new byte[0]);
    if (!data.hasRemaining()) {
      throw new NoSessionException("the BMC's chassis status is empty");
    }
    return (data.get() & 1) != 0;
  }

  private ByteBuffer command(int netFn, int command, byte[] data) throws InterruptedException {
    PacketSeal keys = seal.orElseThrow();
    ByteBuffer message = buffer();
    sequence++;
    new LanMessage(0x81, sequence & 0x3f, 0, new Request(netFn, 0, command, data)).write(message);
    ByteBuffer packet = buffer();
    Rmcp.writeIpmi(packet);
    keys.seal(PayloadType.IPMI_MESSAGE, sequence, message.flip(), packet);
    ByteBuffer answer =
        exchange(
            rest(packet.flip()),
            in -> {
              ByteBuffer plain = buffer();
              return PacketHeader.parse(in)
                  .filter(header -> header.sessionId() == consoleId)
                  .filter(header -> keys.open(header, in, plain))
                  .map(_ -> plain.flip())
                  .filter(open -> open.remaining() >= 8 && (open.get(5) & 0xff) == command);
            });
    int completion = answer.get(6) & 0xff;
    if (completion != 0) {
      throw new NoSessionException("the BMC answers with code 0x%02x".formatted(completion));
    }
    return answer.position(7).limit(answer.limit() - 1);
  }

  private interface Reading {
    /** What was waited for, if this is it. */
    Optional<ByteBuffer> of(ByteBuffer in);
  }

  private ByteBuffer exchange(byte[] packet, Reading reading) throws InterruptedException {
    try {
      for (int i = 0; i < TRIES; i++) {
        wire.send(packet);
        long end = System.nanoTime() + patience.toNanos();
        for (Duration left = patience; left.isPositive(); left = until(end)) {
          Optional<ByteBuffer> answer =
              wire.receive(left)
                  .map(octets -> ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN))
                  .filter(in -> Rmcp.parse(in) == Rmcp.Content.IPMI)
                  .flatMap(reading::of);
          if (answer.isPresent()) {
            return answer.get();
          }
        }
      }
    } catch (IOException e) {
      throw new NoSessionException("nothing answers: " + e.getMessage(), e);
    }
    throw new NoSessionException(
        "no answer within " + patience.multipliedBy(TRIES).toSeconds() + " s");
  }

  private static Duration until(long end) {
    return Duration.ofNanos(end - System.nanoTime());
  }

  private static ByteBuffer buffer() {
    return ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] rest(ByteBuffer octets) {
    byte[] rest = new byte[octets.remaining()];
    octets.duplicate().get(rest);
    return rest;
  }

  /** Ends the session; a BMC that is gone ends it by itself. */
  @Override
  public void close() {
    try {
      ByteBuffer id = buffer().putInt(bmcId).flip();
      command(NET_FN_APP, CLOSE_SESSION, rest(id));
    } catch (NoSessionException e) {
      System.getLogger(RemoteSession.class.getName())
          .log(System.Logger.Level.DEBUG, "a session ended without a farewell: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
