package io.anyrack.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A remote console that asks as fast as it is answered (IPMI 2.0 §13). It checks what it is told,
 * so that a server that answers rubbish is not taken for a fast one. For one thread.
 */
final class IpmiClient implements AutoCloseable {
  static final String PASSWORD = "bench mark";

  private static final String USER = "admin";
  private static final int ADMINISTRATOR = 4;
  private static final int CONSOLE_ID = 0x11223344;
  private static final int HEADER = 16;
  private static final int NODE_BUSY = 0xc0;
  private static final long BUSY_MILLIS = 20;

  private final String user;
  private final String password;
  private final DatagramChannel socket;
  private final boolean sha256;
  private final byte[] random = new byte[16];
  private final ByteBuffer received = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
  private final Mac mac;
  private final Cipher cipher;
  private byte[] k1 = {};
  private SecretKeySpec k2 = new SecretKeySpec(new byte[16], "AES");
  private int bmcId;
  private int sequence;

  IpmiClient(InetSocketAddress bmc, int suite) throws IOException, GeneralSecurityException {
    this(new InetSocketAddress(bmc.getAddress(), 0), bmc, suite, USER, PASSWORD);
  }

  IpmiClient(
      InetSocketAddress source, InetSocketAddress bmc, int suite, String user, String password)
      throws IOException, GeneralSecurityException {
    this.user = user;
    this.password = password;
    this.socket = DatagramChannel.open().bind(source).connect(bmc);
    this.sha256 = suite == 17;
    this.mac = Mac.getInstance(sha256 ? "HmacSHA256" : "HmacSHA1");
    this.cipher = Cipher.getInstance("AES/CBC/NoPadding");
  }

  /** Open session, RAKP 1 to 4, and the privilege of an administrator. */
  void open() throws IOException, GeneralSecurityException {
    if (!tryOpen()) {
      throw new IOException("the login was refused");
    }
    command(0x06, 0x3b, ADMINISTRATOR);
  }

  /** Open session and RAKP 1 to 4; whether the BMC took the password. */
  boolean tryOpen() throws IOException, GeneralSecurityException {
    sequence = 0;
    byte[] algorithms = {
      0,
      0,
      0,
      8,
      (byte) (sha256 ? 3 : 1),
      0,
      0,
      0,
      1,
      0,
      0,
      8,
      (byte) (sha256 ? 4 : 1),
      0,
      0,
      0,
      2,
      0,
      0,
      8,
      1,
      0,
      0,
      0
    };
    ByteBuffer opened =
        plain(
            0x10,
            octets(8 + algorithms.length).put(new byte[4]).putInt(CONSOLE_ID).put(algorithms));
    bmcId = opened.getInt(HEADER + 8);
    byte[] name = user.getBytes(US_ASCII);
    ByteBuffer known =
        plain(
            0x12,
            octets(28 + name.length)
                .put(new byte[4])
                .putInt(bmcId)
                .put(random)
                .put(new byte[] {ADMINISTRATOR, 0, 0, (byte) name.length})
                .put(name));
    byte[] bmcRandom = part(known, HEADER + 8, 16);
    byte[] guid = part(known, HEADER + 24, 16);
    byte[] role =
        octets(2 + name.length).put((byte) ADMINISTRATOR).put((byte) name.length).put(name).array();
    byte[] key = Arrays.copyOf(password.getBytes(US_ASCII), 20);
    byte[] code =
        hmac(key, octets(20 + role.length).put(bmcRandom).putInt(CONSOLE_ID).put(role).array());
    ByteBuffer proof =
        answer(0x14, octets(8 + code.length).put(new byte[4]).putInt(bmcId).put(code));
    if (proof.get(HEADER + 1) != 0) {
      return false;
    }
    byte[] sik = hmac(key, octets(32 + role.length).put(random).put(bmcRandom).put(role).array());
    byte[] check = hmac(sik, octets(36).put(random).putInt(bmcId).put(guid).array());
    if (!Arrays.equals(
        part(proof, HEADER + 8, checkLength()), Arrays.copyOf(check, checkLength()))) {
      throw new IOException("the BMC does not know the password");
    }
    k1 = hmac(sik, filled(1));
    k2 = new SecretKeySpec(Arrays.copyOf(hmac(sik, filled(2)), 16), "AES");
    return true;
  }

  /** Get Chassis Status. */
  void status() throws IOException, GeneralSecurityException {
    command(0x00, 0x01);
  }

  /** Close Session. */
  void end() throws IOException, GeneralSecurityException {
    command(0x06, 0x3c, bmcId, bmcId >> 8, bmcId >> 16, bmcId >> 24);
  }

  /**
   * Chassis Control; asks again while the node is busy.
   *
   * @return when the request was sent that was accepted
   */
  Instant power(boolean on) throws IOException, GeneralSecurityException, InterruptedException {
    while (true) {
      Instant sent = Instant.now();
      int code = code(0x00, 0x02, on ? 1 : 0);
      if (code == 0) {
        return sent;
      }
      if (code != NODE_BUSY) {
        throw new IOException("chassis control was refused: %02x".formatted(code));
      }
      Thread.sleep(BUSY_MILLIS);
    }
  }

  private void command(int netFn, int command, int... data)
      throws IOException, GeneralSecurityException {
    int code = code(netFn, command, data);
    if (code != 0) {
      throw new IOException("command %02x/%02x was refused: %02x".formatted(netFn, command, code));
    }
  }

  /** Sends a request; the answer's completion code. */
  private int code(int netFn, int command, int... data)
      throws IOException, GeneralSecurityException {
    ByteBuffer message = octets(7 + data.length);
    message.put((byte) 0x20).put((byte) (netFn << 2)).put((byte) -(0x20 + (netFn << 2)));
    int rest = 0x81 + (sequence << 2) + command;
    message.put((byte) 0x81).put((byte) (sequence << 2)).put((byte) command);
    for (int octet : data) {
      message.put((byte) octet);
      rest += octet;
    }
    message.put((byte) -rest);
    byte[] answer = exchange(content(message));
    if (answer.length < 8 || answer[5] != (byte) command) {
      throw new IOException("no answer to command %02x/%02x".formatted(netFn, command));
    }
    return answer[6] & 0xff;
  }

  private byte[] exchange(byte[] plain) throws IOException, GeneralSecurityException {
    sequence++;
    int pad = 15 - plain.length % 16;
    byte[] padded = Arrays.copyOf(plain, plain.length + pad + 1);
    for (int i = 0; i < pad; i++) {
      padded[plain.length + i] = (byte) (i + 1);
    }
    padded[padded.length - 1] = (byte) pad;
    byte[] vector = new byte[16];
    cipher.init(Cipher.ENCRYPT_MODE, k2, new IvParameterSpec(vector));
    byte[] encrypted = cipher.doFinal(padded);
    int length = vector.length + encrypted.length;
    int trailerPad = -(12 + length + 2) & 3;
    ByteBuffer packet = octets(HEADER + length + trailerPad + 2 + checkLength());
    packet.putInt(0x07ff0006).put((byte) 6).put((byte) 0xc0).putInt(bmcId).putInt(sequence);
    packet.putShort((short) length).put(vector).put(encrypted);
    for (int i = 0; i < trailerPad; i++) {
      packet.put((byte) 0xff);
    }
    packet.put((byte) trailerPad).put((byte) 7);
    mac.init(new SecretKeySpec(k1, mac.getAlgorithm()));
    mac.update(packet.slice(4, packet.position() - 4));
    packet.put(mac.doFinal(), 0, checkLength()).flip();
    socket.write(packet);
    socket.read(received.clear());
    received.flip();
    if (received.limit() < HEADER + 32 || received.getInt(6) != CONSOLE_ID) {
      throw new IOException("an answer of another session");
    }
    int payload = received.getShort(14);
    cipher.init(Cipher.DECRYPT_MODE, k2, new IvParameterSpec(part(received, HEADER, 16)));
    return cipher.doFinal(part(received, HEADER + 16, payload - 16));
  }

  private ByteBuffer plain(int type, ByteBuffer payload) throws IOException {
    if (answer(type, payload).get(HEADER + 1) != 0) {
      throw new IOException("payload %02x was refused".formatted(type));
    }
    return received;
  }

  private ByteBuffer answer(int type, ByteBuffer payload) throws IOException {
    ByteBuffer packet = octets(HEADER + payload.capacity());
    packet.putInt(0x07ff0006).put((byte) 6).put((byte) type).putInt(0).putInt(0);
    packet.putShort((short) payload.capacity()).put(content(payload)).flip();
    socket.write(packet);
    socket.read(received.clear());
    received.flip();
    if (received.limit() < HEADER + 8) {
      throw new IOException("payload %02x was not answered".formatted(type));
    }
    return received;
  }

  private int checkLength() {
    return sha256 ? 16 : 12;
  }

  private byte[] hmac(byte[] key, byte[] text) throws GeneralSecurityException {
    mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
    return mac.doFinal(text);
  }

  private static byte[] filled(int value) {
    byte[] constant = new byte[20];
    Arrays.fill(constant, (byte) value);
    return constant;
  }

  private static byte[] part(ByteBuffer from, int offset, int length) {
    byte[] part = new byte[length];
    from.get(offset, part);
    return part;
  }

  private static byte[] content(ByteBuffer whole) {
    return part(whole, 0, whole.capacity());
  }

  private static ByteBuffer octets(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
