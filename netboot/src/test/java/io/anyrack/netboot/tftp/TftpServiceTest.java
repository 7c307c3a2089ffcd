package io.anyrack.netboot.tftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.netboot.event.BootEvent;
import io.anyrack.netboot.file.ServedDirectory;
import io.anyrack.netboot.port.Racks;
import io.anyrack.netboot.wire.MalformedPacketException;
import io.anyrack.rack.address.Endpoint;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.net.Datagram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Random;
import java.util.SequencedMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TftpServiceTest {
  private static final Endpoint SERVER = new Endpoint(Ipv4Address.parse("192.0.2.1"), 69);
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /** Long enough for no test to see a repetition it did not ask for. */
  private static final TftpLimits PATIENT = new TftpLimits(2, Duration.ofMinutes(1), 0, 4);

  @TempDir Path directory;
  private final BlockingQueue<Datagram> replies = new LinkedBlockingQueue<>();
  private final BlockingQueue<BootEvent> events = new LinkedBlockingQueue<>();
  private TftpService service = service(PATIENT);

  @BeforeEach
  void fillDirectory() throws IOException {
    byte[] content = new byte[2500];
    new Random(1).nextBytes(content);
    Files.write(directory.resolve("vmlinuz"), content);
    Files.writeString(directory.resolve("hello"), "hello");
  }

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void aFileOfOneBlock() throws Exception {
    send(1000, "0001 68656c6c6f 00 6f63746574 00"); // RRQ hello octet
    assertThat(nextHex()).isEqualTo("0003000168656c6c6f"); // DATA 1
    send(1000, "0004 0001"); // ACK 1

    assertThat(events.poll(10, TimeUnit.SECONDS))
        .isEqualTo(new BootEvent.TftpServed(NOW, "node-1", "hello", 5, true));
    assertThat(replies).isEmpty();
  }

  @Test
  void aSizeThatDividesEndsWithAnEmptyBlock() throws Exception {
    Files.write(directory.resolve("even"), new byte[1024]);

    assertThat(fetch("even", new LinkedHashMap<>())).isEqualTo(new byte[1024]);
    assertThat(fetch("vmlinuz", new LinkedHashMap<>()))
        .isEqualTo(Files.readAllBytes(directory.resolve("vmlinuz")));
  }

  @ParameterizedTest(name = "{0} {1} is agreed to as \"{2}\"")
  @CsvSource({
    "blksize, 1024, 1024",
    "blksize, 1468, 1368", // 1400 bytes of MTU without the headers
    "blksize, 7, ''",
    "blksize, many, ''",
    "BLKSIZE, 600, 600",
    "tsize, 0, 2500",
    "timeout, 3, 3",
    "timeout, 256, ''",
    "windowsize, 2, 2",
    "windowsize, 64, 4",
    "multicast, '', ''"
  })
  void options(String name, String asked, String agreed) throws Exception {
    SequencedMap<String, String> options = new LinkedHashMap<>();
    options.put(name, asked);
    send(1000, new TftpPacket.ReadRequest("/vmlinuz", "octet", options));

    TftpPacket answer = next();

    if (agreed.isEmpty()) {
      assertThat(answer).isInstanceOf(TftpPacket.Data.class);
    } else {
      SequencedMap<String, String> expected = new LinkedHashMap<>();
      expected.put(name.toLowerCase(Locale.ROOT), agreed);
      assertThat(answer).isEqualTo(new TftpPacket.OptionAck(expected));
    }
  }

  @Test
  void aWholeTransferWithAWindow() throws Exception {
    SequencedMap<String, String> options = new LinkedHashMap<>();
    options.put("blksize", "100");
    options.put("windowsize", "4");

    assertThat(fetch("vmlinuz", options))
        .isEqualTo(Files.readAllBytes(directory.resolve("vmlinuz")));
  }

  @Test
  void blockNumbersWrapAround() throws Exception {
    byte[] content = new byte[8 * 65540 + 3];
    new Random(2).nextBytes(content);
    Files.write(directory.resolve("large"), content);
    SequencedMap<String, String> options = new LinkedHashMap<>();
    options.put("blksize", "8");
    options.put("windowsize", "4");

    assertThat(fetch("large", options)).isEqualTo(content);
  }

  @Test
  void whatIsNotAcknowledgedComesAgainAndThenTheTransferIsOver() throws Exception {
    service.close();
    service = service(new TftpLimits(2, Duration.ofMillis(20), 2, 4));
    send(1000, new TftpPacket.ReadRequest("hello", "octet", new LinkedHashMap<>()));

    assertThat(nextHex()).isEqualTo("0003000168656c6c6f");
    assertThat(nextHex()).isEqualTo("0003000168656c6c6f");
    assertThat(nextHex()).isEqualTo("0003000168656c6c6f");
    assertThat(events.poll(10, TimeUnit.SECONDS))
        .isEqualTo(new BootEvent.TftpServed(NOW, "node-1", "hello", 0, false));
  }

  @Test
  void anOldAcknowledgementIsNotAnsweredTwice() throws Exception {
    send(1000, new TftpPacket.ReadRequest("vmlinuz", "octet", new LinkedHashMap<>()));
    assertThat(next()).isInstanceOf(TftpPacket.Data.class);
    send(1000, new TftpPacket.Ack(1));
    assertThat(((TftpPacket.Data) next()).block()).isEqualTo(2);

    send(1000, new TftpPacket.Ack(1));
    send(1000, new TftpPacket.Ack(2));

    assertThat(((TftpPacket.Data) next()).block()).isEqualTo(3);
    assertThat(replies).isEmpty();
  }

  @Test
  void aLostBlockOfAWindowComesAgain() throws Exception {
    SequencedMap<String, String> options = new LinkedHashMap<>();
    options.put("windowsize", "4");
    send(1000, new TftpPacket.ReadRequest("vmlinuz", "octet", options));
    assertThat(next()).isInstanceOf(TftpPacket.OptionAck.class);
    send(1000, new TftpPacket.Ack(0));
    for (int block = 1; block <= 4; block++) {
      assertThat(((TftpPacket.Data) next()).block()).isEqualTo(block);
    }

    send(1000, new TftpPacket.Ack(2)); // 3 was lost

    for (int block = 3; block <= 5; block++) {
      assertThat(((TftpPacket.Data) next()).block()).isEqualTo(block);
    }
  }

  @Test
  void aLostFirstBlockOfAWindowComesAgainOnce() throws Exception {
    service = service(new TftpLimits(2, Duration.ofMinutes(1), 1, 4));
    SequencedMap<String, String> options = new LinkedHashMap<>();
    options.put("windowsize", "2");
    send(1000, new TftpPacket.ReadRequest("vmlinuz", "octet", options));
    assertThat(next()).isInstanceOf(TftpPacket.OptionAck.class);
    send(1000, new TftpPacket.Ack(0));
    assertThat(((TftpPacket.Data) next()).block()).isEqualTo(1);
    assertThat(((TftpPacket.Data) next()).block()).isEqualTo(2);

    send(1000, new TftpPacket.Ack(0));
    send(1000, new TftpPacket.Ack(0));
    assertThat(((TftpPacket.Data) next()).block()).isEqualTo(1);
    assertThat(((TftpPacket.Data) next()).block()).isEqualTo(2);
    send(1000, new TftpPacket.Ack(2));

    assertThat(((TftpPacket.Data) next()).block()).isEqualTo(3);
  }

  @Test
  void anErrorOfTheClientEndsTheTransfer() throws Exception {
    SequencedMap<String, String> options = new LinkedHashMap<>();
    options.put("tsize", "0"); // boot ROMs ask for the size and break off
    send(1000, new TftpPacket.ReadRequest("hello", "octet", options));
    assertThat(next()).isInstanceOf(TftpPacket.OptionAck.class);
    send(1000, new TftpPacket.Failure(TftpPacket.ErrorCode.OPTIONS_REFUSED, "size known"));

    assertThat(events.poll(10, TimeUnit.SECONDS))
        .isEqualTo(new BootEvent.TftpServed(NOW, "node-1", "hello", 0, false));
    assertThat(fetch("hello", new LinkedHashMap<>())).hasSize(5);
  }

  @Test
  void aRepeatedRequestBeginsAnew() throws Exception {
    service = service(new TftpLimits(5, Duration.ofMinutes(1), 0, 4));
    for (int i = 0; i < 5; i++) {
      send(1000, new TftpPacket.ReadRequest("hello", "octet", new LinkedHashMap<>()));
      assertThat(nextHex()).isEqualTo("0003000168656c6c6f");
      assertThat(service.sessions()).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"nothing", "../secret", "/../secret", "link", "sub", "'sub/../../secret'"})
  void namesThatLeadNowhereOrOut(String name) throws Exception {
    Files.writeString(directory.resolveSibling("secret"), "secret");
    Files.createSymbolicLink(directory.resolve("link"), directory.resolveSibling("secret"));
    Files.createDirectory(directory.resolve("sub"));

    send(1000, new TftpPacket.ReadRequest(name, "octet", new LinkedHashMap<>()));

    assertThat(next())
        .isEqualTo(new TftpPacket.Failure(TftpPacket.ErrorCode.FILE_NOT_FOUND, "no such file"));
    Files.delete(directory.resolveSibling("secret"));
  }

  @Test
  void writingAndOtherModesAreRefused() throws Exception {
    send(1000, new TftpPacket.WriteRequest("hello"));
    assertThat(((TftpPacket.Failure) next()).code())
        .isEqualTo(TftpPacket.ErrorCode.ACCESS_VIOLATION);

    send(1000, new TftpPacket.ReadRequest("hello", "netascii", new LinkedHashMap<>()));
    assertThat(((TftpPacket.Failure) next()).code())
        .isEqualTo(TftpPacket.ErrorCode.ILLEGAL_OPERATION);
  }

  @Test
  void sessionsAreBounded() throws Exception {
    for (int client = 1; client <= 3; client++) {
      send(client, new TftpPacket.ReadRequest("hello", "octet", new LinkedHashMap<>()));
    }
    next();
    next();
    assertThat(service.sessions()).isEqualTo(2);
    assertThat(replies).isEmpty();

    send(1, new TftpPacket.Ack(1));
    assertThat(events.poll(10, TimeUnit.SECONDS)).isInstanceOf(BootEvent.TftpServed.class);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"00", "000168656c6c6f", "000168656c6c6f00", "00070000", "000168656c6c6f006f63"})
  void malformedPacketsAreDropped(String packet) {
    assertThatThrownBy(() -> TftpCodec.read(HexFormat.of().parseHex(packet)))
        .isInstanceOf(MalformedPacketException.class);
  }

  @Test
  void survivesMutations() {
    Random random = new Random(20260101);
    byte[] seed = hex("0001 68656c6c6f 00 6f63746574 00 626c6b73697a65 00 31343638 00");
    int understood = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] packet = Arrays.copyOf(seed, random.nextInt(seed.length + 4));
      for (int flips = random.nextInt(5); flips > 0 && packet.length > 0; flips--) {
        packet[random.nextInt(packet.length)] = (byte) random.nextInt();
      }
      if (packet.length > 1 && random.nextBoolean()) {
        packet[1] = (byte) random.nextInt(8);
      }
      try {
        assertThat(TftpCodec.write(TftpCodec.read(packet))[0]).isZero();
        understood++;
      } catch (MalformedPacketException e) {
        assertThat(e).hasMessageMatching(".+");
      }
    }
    assertThat(understood).isGreaterThan(1000);
  }

  private TftpService service(TftpLimits limits) {
    return new TftpService(
        name -> new ServedDirectory(directory).find(name).filter(Files::isRegularFile),
        _ -> 1400,
        limits,
        events::add,
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  /** Fetches a file as a client does that acknowledges each window's last block. */
  private byte[] fetch(String name, SequencedMap<String, String> options) throws Exception {
    events.clear();
    int blockSize = Integer.parseInt(options.getOrDefault("blksize", "512"));
    int window = Integer.parseInt(options.getOrDefault("windowsize", "1"));
    send(2000, new TftpPacket.ReadRequest(name, "octet", options));
    if (!options.isEmpty()) {
      assertThat(next()).isInstanceOf(TftpPacket.OptionAck.class);
      send(2000, new TftpPacket.Ack(0));
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (int block = 1; ; block++) {
      TftpPacket.Data data = (TftpPacket.Data) next();
      assertThat(data.block()).isEqualTo(block & 0xffff);
      content.writeBytes(data.content());
      boolean last = data.content().length < blockSize;
      if (last || block % window == 0) {
        send(2000, new TftpPacket.Ack(data.block()));
      }
      if (last) {
        assertThat(events.poll(10, TimeUnit.SECONDS))
            .isEqualTo(new BootEvent.TftpServed(NOW, "node-1", name, content.size(), true));
        return content.toByteArray();
      }
    }
  }

  private void send(int clientPort, TftpPacket packet) {
    send(clientPort, HexFormat.of().formatHex(TftpCodec.write(packet)));
  }

  private void send(int clientPort, String packet) {
    Endpoint client = new Endpoint(Ipv4Address.parse("192.0.2.10"), clientPort);
    service.receive(Racks.attachment(1), new Datagram(client, SERVER, hex(packet)), replies::add);
  }

  private TftpPacket next() throws InterruptedException {
    return TftpCodec.read(HexFormat.of().parseHex(nextHex()));
  }

  private String nextHex() throws InterruptedException {
    Datagram reply = replies.poll(10, TimeUnit.SECONDS);
    assertThat(reply).isNotNull();
    assertThat(reply.source()).isEqualTo(SERVER);
    return HexFormat.of().formatHex(reply.payload());
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
