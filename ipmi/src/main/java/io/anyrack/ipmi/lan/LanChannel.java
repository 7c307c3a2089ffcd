package io.anyrack.ipmi.lan;

import io.anyrack.ipmi.command.Bmc;
import io.anyrack.ipmi.command.Caller;
import io.anyrack.ipmi.command.CommandTable;
import io.anyrack.ipmi.message.LanMessage;
import io.anyrack.ipmi.message.Response;
import io.anyrack.ipmi.message.SessionlessPacket;
import io.anyrack.ipmi.rmcp.PresencePing;
import io.anyrack.ipmi.rmcp.Rmcp;
import io.anyrack.ipmi.rmcpplus.OpenSessionRequest;
import io.anyrack.ipmi.rmcpplus.PacketHeader;
import io.anyrack.ipmi.rmcpplus.PayloadType;
import io.anyrack.ipmi.rmcpplus.Rakp1;
import io.anyrack.ipmi.rmcpplus.Rakp3;
import io.anyrack.ipmi.session.Login;
import io.anyrack.ipmi.session.Session;
import io.anyrack.ipmi.sol.SolPacket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One BMC's LAN channel: each datagram is looked at, answered, or dropped. What is malformed, not
 * authentic, replayed or for nobody is dropped without a word.
 *
 * <p>All channels served by one thread share its {@link Buffers}.
 */
public final class LanChannel {
  private final Bmc bmc;
  private final CommandTable commands;
  private final Login login;
  private final Buffers buffers;
  private final Sender sender;
  private final Caller anonymous;
  private final List<Bmc.SerialOverLan> takenAway = new ArrayList<>();

  /** Where packets go. */
  public interface Sender {
    /** Sends what is between the position and the limit; drops it if it cannot be sent now. */
    void send(ByteBuffer packet, InetSocketAddress to);
  }

  /**
   * The channel of one BMC.
   *
   * @param wake called from any thread when {@link #tick} has something to do; must not block
   */
  public LanChannel(
      Bmc bmc, CommandTable commands, Login login, Buffers buffers, Sender sender, Runnable wake) {
    this.bmc = bmc;
    this.commands = commands;
    this.login = login;
    this.buffers = buffers;
    this.sender = sender;
    this.anonymous = new Caller.Anonymous(bmc);
    bmc.onSolTakenAway(
        active -> {
          takenAway.add(active);
          wake.run();
        });
  }

  /** Takes a datagram, from its position to its limit, in a little-endian heap buffer. */
  public void receive(ByteBuffer datagram, InetSocketAddress from, long now) {
    synchronized (bmc) {
      bmc.lanStatistics().received();
      switch (Rmcp.parse(datagram)) {
        case ASF -> {
          bmc.lanStatistics().valid();
          PresencePing.parse(datagram).ifPresent(ping -> pong(ping, from));
        }
        case IPMI -> {
          bmc.lanStatistics().valid();
          receiveIpmi(datagram, from, now);
        }
        case OTHER -> {}
      }
    }
  }

  private void pong(PresencePing ping, InetSocketAddress to) {
    ByteBuffer out = buffers.packet();
    ping.pong(out);
    send(out, to);
  }

  private void send(ByteBuffer packet, InetSocketAddress to) {
    bmc.lanStatistics().sent();
    sender.send(packet.flip(), to);
  }

  private void receiveIpmi(ByteBuffer in, InetSocketAddress from, long now) {
    if (in.hasRemaining() && in.get(in.position()) == PacketHeader.FORMAT_RMCP_PLUS) {
      PacketHeader.parse(in).ifPresent(header -> receivePlus(header, in, from, now));
    } else {
      SessionlessPacket.message(in)
          .flatMap(LanMessage::parse)
          .ifPresent(message -> answerSessionless(message, from));
    }
  }

  private void answerSessionless(LanMessage message, InetSocketAddress to) {
    ByteBuffer out = buffers.packet();
    Rmcp.writeIpmi(out);
    SessionlessPacket.answer(message, commands.execute(message.request(), anonymous), out);
    send(out, to);
  }

  private void receivePlus(PacketHeader header, ByteBuffer in, InetSocketAddress from, long now) {
    if (header.sessionId() != 0) {
      bmc.followAccounts();
      bmc.sessions()
          .find(header.sessionId())
          .ifPresent(session -> receiveInSession(session, header, in, from, now));
    } else if (!header.encrypted() && !header.authenticated()) {
      in.limit(in.position() + header.payloadLength());
      receiveOutsideSession(header.payloadType(), in, from, now);
    }
  }

  private void receiveOutsideSession(
      int payloadType, ByteBuffer in, InetSocketAddress from, long now) {
    ByteBuffer payload = buffers.payload();
    switch (payloadType) {
      case PayloadType.IPMI_MESSAGE ->
          LanMessage.parse(in)
              .ifPresent(
                  message -> {
                    message.answer(commands.execute(message.request(), anonymous), payload);
                    sendPlain(PayloadType.IPMI_MESSAGE, payload, from);
                  });
      case PayloadType.OPEN_SESSION_REQUEST ->
          OpenSessionRequest.parse(in)
              .ifPresent(
                  request -> {
                    login.openSession(request, from, payload, now);
                    sendPlain(PayloadType.OPEN_SESSION_RESPONSE, payload, from);
                  });
      case PayloadType.RAKP_1 ->
          Rakp1.parse(in)
              .ifPresent(
                  rakp1 -> {
                    login.rakp1(rakp1, from, payload, now);
                    sendPlain(PayloadType.RAKP_2, payload, from);
                  });
      case PayloadType.RAKP_3 ->
          Rakp3.parse(in)
              .filter(rakp3 -> login.rakp3(rakp3, from, payload, now))
              .ifPresent(_ -> sendPlain(PayloadType.RAKP_4, payload, from));
      default -> {} // Answers such as 0x11 are for consoles; other types need a session.
    }
  }

  private void sendPlain(int payloadType, ByteBuffer payload, InetSocketAddress to) {
    ByteBuffer out = buffers.packet();
    Rmcp.writeIpmi(out);
    PacketHeader.writePlain(payloadType, payload.position(), out);
    out.put(payload.flip());
    send(out, to);
  }

  private void receiveInSession(
      Session session, PacketHeader header, ByteBuffer in, InetSocketAddress from, long now) {
    ByteBuffer plain = buffers.plain();
    if (!session.open(header, from, in, plain, now)) {
      return;
    }
    plain.flip();
    switch (header.payloadType()) {
      case PayloadType.IPMI_MESSAGE ->
          LanMessage.parse(plain).ifPresent(message -> answer(session, message, now));
      case PayloadType.SOL ->
          SolPacket.parse(plain).ifPresent(packet -> receiveSol(session, packet, now));
      default -> {}
    }
  }

  private void answer(Session session, LanMessage message, long now) {
    Optional<Response> known = session.recent().answerTo(message, now);
    Response response =
        known.isPresent()
            ? known.get()
            : commands.execute(message.request(), new Caller.InSession(bmc, session));
    if (known.isEmpty()) {
      session.recent().add(message, response, now);
    }
    ByteBuffer payload = buffers.payload();
    message.answer(response, payload);
    sendInSession(session, PayloadType.IPMI_MESSAGE, payload);
  }

  private void receiveSol(Session session, SolPacket packet, long now) {
    bmc.sol(session)
        .ifPresent(
            active -> {
              active.line().receive(packet).ifPresent(answer -> sendSol(session, answer));
              active.line().poll(now).ifPresent(output -> sendSol(session, output));
            });
  }

  private void sendSol(Session session, SolPacket packet) {
    ByteBuffer payload = buffers.payload();
    packet.write(payload);
    sendInSession(session, PayloadType.SOL, payload);
  }

  private void sendInSession(Session session, int payloadType, ByteBuffer payload) {
    ByteBuffer out = buffers.packet();
    Rmcp.writeIpmi(out);
    session.seal(payloadType, payload.flip(), out);
    send(out, session.peer());
  }

  /**
   * Does what time or the console asks for: ends silent sessions and slow logins, sends serial
   * output.
   *
   * @return whether there is anything left that time could change
   */
  public boolean tick(long now) {
    synchronized (bmc) {
      login.expire(now);
      bmc.sessions().expire(now);
      bmc.followAccounts();
      for (Bmc.SerialOverLan active : takenAway) {
        sendSol(active.session(), SolPacket.acknowledgement(0, 0, SolPacket.DEACTIVATED));
      }
      takenAway.clear();
      for (Bmc.SerialOverLan active : bmc.sol()) {
        active.line().poll(now).ifPresent(output -> sendSol(active.session(), output));
      }
      boolean guarding = bmc.tickWatchdog(now);
      return guarding || login.isWaiting() || bmc.sessions().size() > 0;
    }
  }

  /** Ends everything. */
  public void close() {
    synchronized (bmc) {
      login.clear();
      bmc.close();
    }
  }
}
