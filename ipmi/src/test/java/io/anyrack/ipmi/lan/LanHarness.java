package io.anyrack.ipmi.lan;

import io.anyrack.ipmi.FakeNode;
import io.anyrack.ipmi.TestBmc;
import io.anyrack.ipmi.bmc.BmcEndpoint;
import io.anyrack.ipmi.command.Bmc;
import io.anyrack.ipmi.command.Caller;
import io.anyrack.ipmi.command.CommandTable;
import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.message.Response;
import io.anyrack.ipmi.rmcpplus.Nonce;
import io.anyrack.ipmi.session.Login;
import io.anyrack.ipmi.session.SessionLimits;
import io.anyrack.ipmi.sol.SolLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A BMC's LAN channel without a network, under a clock that stands still until it is moved. */
final class LanHarness {
  /** One for all datagrams, as the server has it: no packet may leave anything behind in it. */
  private final ByteBuffer received = Buffers.allocate();

  static final int PORT = 623;

  /** The time of day at first. */
  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

  final FakeNode node;
  final Bmc bmc;
  final Login login;
  final LanChannel channel;
  private final List<byte[]> sent = new ArrayList<>();
  private final List<InetSocketAddress> receivers = new ArrayList<>();
  private long now;

  LanHarness() {
    this(SessionLimits.DEFAULT);
  }

  LanHarness(SessionLimits limits) {
    this(new FakeNode(), limits);
  }

  LanHarness(FakeNode node, SessionLimits limits) {
    this.node = node;
    BmcEndpoint endpoint = TestBmc.of(node);
    InstantSource clock = () -> SINCE.plusMillis(now);
    InstantSource steady = () -> Instant.ofEpochMilli(now);
    SecureRandom random = new SecureRandom();
    bmc = new Bmc(endpoint, PORT, clock, steady, limits, SolLimits.DEFAULT, () -> {});
    Nonce guid = Nonce.of(Bmc.guidOctets(endpoint.systemGuid()));
    login = new Login(endpoint, guid, bmc.sessions(), limits, random);
    channel =
        new LanChannel(
            bmc,
            CommandTable.standard(),
            login,
            new Buffers(),
            (packet, to) -> {
              byte[] octets = new byte[packet.remaining()];
              packet.get(octets);
              sent.add(octets);
              receivers.add(to);
            },
            () -> {});
  }

  /** A source address for packets; the same host has many ports. */
  static InetSocketAddress peer(int host, int port) {
    try {
      byte[] address = {(byte) 192, 0, 2, (byte) host};
      return new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** Lets time pass. */
  void pass(long millis) {
    now += millis;
    channel.tick(now);
  }

  /** Hands in a datagram; returns what was sent for it. */
  List<byte[]> send(byte[] datagram, InetSocketAddress from) {
    sent.clear();
    receivers.clear();
    channel.receive(received.clear().put(datagram).flip(), from, now);
    return List.copyOf(sent);
  }

  /** What was sent since the last datagram, by time or by the console. */
  List<byte[]> tick() {
    sent.clear();
    channel.tick(now);
    return List.copyOf(sent);
  }

  /** Hands in a datagram in hex; returns the answers in hex. */
  List<String> sendHex(String datagram) {
    byte[] octets = HexFormat.of().parseHex(datagram.replaceAll("\\s", ""));
    return send(octets, peer(1, 40000)).stream().map(HexFormat.of()::formatHex).toList();
  }

  /** Gives a command on the system interface, in hex: network function, command, data. */
  String inBand(String hex) {
    byte[] octets = HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    byte[] data = Arrays.copyOfRange(octets, 2, octets.length);
    Request request = new Request(octets[0], 0, octets[1] & 0xff, data);
    Response response = CommandTable.standard().execute(request, new Caller.InBand(bmc));
    ByteBuffer answer = ByteBuffer.allocate(1 + response.length());
    response.write(answer);
    return HexFormat.of().formatHex(answer.array());
  }
}
