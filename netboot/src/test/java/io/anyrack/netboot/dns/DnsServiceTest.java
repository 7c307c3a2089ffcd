package io.anyrack.netboot.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.netboot.port.Ports;
import io.anyrack.netboot.port.Racks;
import io.anyrack.netboot.wire.MalformedPacketException;
import io.anyrack.rack.address.Endpoint;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.net.Datagram;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnsServiceTest {
  private static final Endpoint CLIENT = new Endpoint(Ipv4Address.parse("192.0.2.10"), 40000);
  private static final Endpoint SERVER = new Endpoint(Ipv4Address.parse("192.0.2.1"), 53);

  private final BlockingQueue<Datagram> replies = new LinkedBlockingQueue<>();
  private Optional<DnsService> service = Optional.empty();

  @AfterEach
  void close() {
    service.ifPresent(DnsService::close);
  }

  @ParameterizedTest(name = "{0} type {1}: code {2}, {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          node-1                  | 1   | 0 | 0001 0001 0000003c 0004 c000020a
          NODE-1                  | 1   | 0 | 0001 0001 0000003c 0004 c000020a
          node-2.lab              | 1   | 0 | 0001 0001 0000003c 0004 c000020b
          node-1.lab              | 255 | 0 | 0001 0001 0000003c 0004 c000020a
          node-1.lab              | 28  | 0 | ''
          gateway                 | 1   | 0 | 0001 0001 0000003c 0004 c0000201
          lab                     | 1   | 0 | ''
          node-9                  | 1   | 3 | ''
          node-9.lab              | 1   | 3 | ''
          10.2.0.192.in-addr.arpa | 12  | 0 | 000c 0001 0000003c 000c 066e6f64652d31036c616200
          1.2.0.192.in-addr.arpa  | 12  | 0 | 000c 0001 0000003c 000d 0767617465776179036c616200
          99.2.0.192.in-addr.arpa | 12  | 3 | ''
          300.2.0.192.in-addr.arpa| 12  | 3 | ''
          www.example.com         | 1   | 3 | ''
          """)
  void theRacksOwnNames(String name, int type, int code, String answer) throws Exception {
    byte[] response = ask(closed(), query(name, type));

    assertThat(response[3] & 0xf).isEqualTo(code);
    assertThat(response[2] & 0x84)
        .isEqualTo(name.startsWith("www") || name.startsWith("300") ? 0x80 : 0x84);
    int question = query(name, type).length;
    String answers = HexFormat.of().formatHex(response, question, response.length);
    assertThat(answers).isEqualTo(answer.isEmpty() ? "" : "c00c" + answer.replace(" ", ""));
  }

  @Test
  void aWholeExchange() throws Exception {
    byte[] query = hex("1234 0100 0001 0000 0000 0000  06 6e6f64652d31 03 6c6162 00  0001 0001");

    byte[] response = ask(closed(), query);

    assertThat(response)
        .isEqualTo(
            hex(
                """
                1234 8580 0001 0001 0000 0000  06 6e6f64652d31 03 6c6162 00  0001 0001
                c00c 0001 0001 0000003c 0004 c000020a
                """));
    assertThat(replies).isEmpty();
  }

  @Test
  void othersAreLookedUpWhereTheNetworkLeadsOutward() throws Exception {
    Resolver resolver =
        _ ->
            List.of(
                InetAddress.getByAddress(new byte[] {(byte) 198, 51, 100, 7}),
                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                InetAddress.getByAddress(hex("20010db8000000000000000000000001")));

    byte[] v4 = ask(open(resolver), query("www.example.com", 1));
    byte[] v6 = ask(open(resolver), query("www.example.com", 28));

    assertThat(HexFormat.of().formatHex(v4)).endsWith("c00c000100010000001e0004c6336407");
    assertThat(v4[7]).as("loopback addresses are this machine's own").isEqualTo((byte) 1);
    assertThat(HexFormat.of().formatHex(v6))
        .endsWith("c00c001c00010000001e001020010db8000000000000000000000001");
  }

  @Test
  void unknownNamesAndOtherTypesFail() throws Exception {
    DnsService service =
        open(
            name -> {
              throw new UnknownHostException(name);
            });

    assertThat(ask(service, query("nowhere.example", 1))[3] & 0xf).isEqualTo(3);
    assertThat(ask(service, query("example.com", 15))[3] & 0xf).isEqualTo(5);
  }

  @Test
  void aSlowResolverIsNotWaitedForAndNotFlooded() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    DnsService service =
        open(
            name -> {
              try {
                released.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              throw new UnknownHostException(name);
            });
    int accepted = 1 + 8; // one look-up at once, eight wait
    for (int i = 0; i < accepted + 3; i++) {
      receive(service, query("slow.example", 1));
    }

    for (int i = 0; i < 3; i++) {
      assertThat(next()[3] & 0xf).as("SERVFAIL").isEqualTo(2);
    }
    released.countDown();
    for (int i = 0; i < accepted; i++) {
      assertThat(next()[3] & 0xf).as("NXDOMAIN").isEqualTo(3);
    }
  }

  @Test
  void moreAnswersThanFitAreLeftOut() throws Exception {
    InetAddress[] many = new InetAddress[100];
    for (int i = 0; i < many.length; i++) {
      many[i] = InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) (i + 1)});
    }
    DnsService service = open(_ -> List.of(many));

    byte[] plain = ask(service, query("big.example", 1));
    byte[] edns = ask(service, withEdns(query("big.example", 1), 4096));

    assertThat(plain.length).isBetween(480, 512);
    assertThat(edns.length).isBetween(1200, 1232);
    assertThat(HexFormat.of().formatHex(edns)).endsWith("00002904d0000000000000");
  }

  @Test
  void opcodesAndClassesNotServedAreRefused() throws Exception {
    byte[] notify = query("lab", 1);
    notify[2] = 0x20;
    byte[] chaos = query("version.bind", 16);
    chaos[chaos.length - 1] = 3;

    assertThat(ask(closed(), notify)[3] & 0xf).isEqualTo(4);
    assertThat(ask(closed(), chaos)[3] & 0xf).isEqualTo(5);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a response           | 0001 8000 0001 0000 0000 0000 00 0001 0001
          two questions        | 0001 0000 0002 0000 0000 0000 00 0001 0001 00 0001 0001
          a pointer to itself  | 0001 0000 0001 0000 0000 0000 c00c 0001 0001
          a label of 64        | 0001 0000 0001 0000 0000 0000 40 00 0001 0001
          a label beyond       | 0001 0000 0001 0000 0000 0000 05 6162
          no type              | 0001 0000 0001 0000 0000 0000 00 0001
          a label with a dot   | 0001 0000 0001 0000 0000 0000 03 612e62 00 0001 0001
          half a header        | 0001 0000 0001
          """)
  void malformedQueriesAreDropped(String name, String packet) {
    assertThatThrownBy(() -> DnsCodec.read(hex(packet)))
        .as(name)
        .isInstanceOf(MalformedPacketException.class);
    receive(closed(), hex(packet));
    assertThat(replies).isEmpty();
  }

  @Test
  void aNameMayHave255OctetsAndNoMore() {
    String label = "a".repeat(63);
    String longest = label + "." + label + "." + label + "." + "a".repeat(61);

    assertThat(DnsCodec.read(query(longest, 1)).name()).isEqualTo(longest);
    assertThatThrownBy(() -> DnsCodec.read(query(longest + "a", 1)))
        .isInstanceOf(MalformedPacketException.class);
  }

  @Test
  void survivesMutations() {
    Random random = new Random(20260101);
    byte[] seed = withEdns(query("node-1.lab", 1), 1232);
    int understood = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] packet = Arrays.copyOf(seed, random.nextInt(seed.length + 8));
      for (int flips = random.nextInt(5); flips > 0 && packet.length > 0; flips--) {
        packet[random.nextInt(packet.length)] = (byte) random.nextInt();
      }
      try {
        DnsQuery query = DnsCodec.read(packet);
        byte[] response = DnsCodec.write(query, DnsResponse.failed(DnsResponse.Code.NXDOMAIN));
        assertThat(response.length).isLessThanOrEqualTo(query.limit());
        understood++;
      } catch (MalformedPacketException e) {
        assertThat(e).hasMessageMatching(".+");
      }
    }
    assertThat(understood).isGreaterThan(1000);
  }

  private DnsService closed() {
    return service(
        Racks.network(),
        name -> {
          throw new AssertionError("looked up: " + name);
        });
  }

  private DnsService open(Resolver resolver) {
    return service(Racks.network(new Network.Metadata.Cloud(), true), resolver);
  }

  private DnsService service(Network network, Resolver resolver) {
    close();
    Ports ports = new Ports(Racks.rack(network, Racks.NO_BOOT));
    DnsService made = new DnsService(() -> ports, resolver, 1);
    service = Optional.of(made);
    return made;
  }

  private byte[] ask(DnsService service, byte[] query) throws InterruptedException {
    receive(service, query);
    return next();
  }

  private void receive(DnsService service, byte[] query) {
    service.receive(Racks.attachment(1), new Datagram(CLIENT, SERVER, query), replies::add);
  }

  private byte[] next() throws InterruptedException {
    Datagram reply = replies.poll(10, TimeUnit.SECONDS);
    assertThat(reply).isNotNull();
    assertThat(reply.source()).isEqualTo(SERVER);
    assertThat(reply.destination()).isEqualTo(CLIENT);
    return reply.payload();
  }

  private static byte[] query(String name, int type) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(hex("0007 0100 0001 0000 0000 0000"));
    for (String label : name.split("\\.", -1)) {
      out.write(label.length());
      out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    }
    out.writeBytes(new byte[] {0, (byte) (type >>> 8), (byte) type, 0, 1});
    return out.toByteArray();
  }

  private static byte[] withEdns(byte[] query, int size) {
    byte[] packet = Arrays.copyOf(query, query.length + 11);
    packet[11] = 1;
    packet[query.length + 2] = 41;
    packet[query.length + 3] = (byte) (size >>> 8);
    packet[query.length + 4] = (byte) size;
    return packet;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
  }
}
