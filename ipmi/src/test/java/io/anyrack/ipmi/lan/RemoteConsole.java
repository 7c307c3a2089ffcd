package io.anyrack.ipmi.lan;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The other end of RMCP+, written from the standard and not from the code under test, with a door
 * for every kind of misbehaviour.
 */
final class RemoteConsole {
  static final int CONSOLE_ID = 0xa0a2a3a4;
  private static final byte[] CONSOLE_RANDOM =
      HexFormat.of().parseHex("00112233445566778899aabbccddeeff");

  final LanHarness lan;
  final InetSocketAddress from;
  private final boolean sha256;
  private final byte[] key;
  private final String user;
  private final int role;
  int bmcId;
  int status;
  private byte[] bmcRandom = {};
  private byte[] guid = {};
  private byte[] k1 = {};
  private byte[] k2 = {};
  private int sequence;
  private int requesterSequence;

  RemoteConsole(
      LanHarness lan, InetSocketAddress from, int suite, String user, String password, int role) {
    this.lan = lan;
    this.from = from;
    this.sha256 = suite == 17;
    this.user = user;
    this.key = Arrays.copyOf(password.getBytes(UTF_8), 20);
    this.role = role;
  }

  /** Logs in all the way; false if a status says no. */
  boolean login() {
    return openSession() && rakp1() && rakp3();
  }

  boolean openSession() {
    byte[] answer =
        plain(
            0x10,
            octets()
                .put(new byte[] {7, 0, 0, 0})
                .putInt(CONSOLE_ID)
                .put(HexFormat.of().parseHex(sha256 ? "0000000803000000" : "0000000801000000"))
                .put(HexFormat.of().parseHex(sha256 ? "0100000804000000" : "0100000801000000"))
                .put(HexFormat.of().parseHex("0200000801000000")));
    status = answer[1] & 0xff;
    if (status != 0) {
      return false;
    }
    bmcId = buffer(answer).getInt(8);
    return true;
  }

  boolean rakp1() {
    byte[] answer =
        plain(
            0x12,
            octets()
                .put(new byte[] {8, 0, 0, 0})
                .putInt(bmcId)
                .put(CONSOLE_RANDOM)
                .put(new byte[] {(byte) role, 0, 0, (byte) user.length()})
                .put(user.getBytes(UTF_8)));
    status = answer[1] & 0xff;
    if (status != 0) {
      return false;
    }
    bmcRandom = Arrays.copyOfRange(answer, 8, 24);
    guid = Arrays.copyOfRange(answer, 24, 40);
    rakp2Code = Arrays.copyOfRange(answer, 40, answer.length);
    return true;
  }

  byte[] rakp2Code = {};

  /** Whether RAKP Message 2 proves that the BMC knows the password. */
  boolean bmcProven() {
    return Arrays.equals(
        rakp2Code,
        hmac(
            key,
            octets()
                .putInt(CONSOLE_ID)
                .putInt(bmcId)
                .put(CONSOLE_RANDOM)
                .put(bmcRandom)
                .put(guid)
                .put(roleAndName())));
  }

  byte[] rakp3Packet() {
    byte[] code = hmac(key, octets().put(bmcRandom).putInt(CONSOLE_ID).put(roleAndName()));
    return plainPacket(0x14, octets().put(new byte[] {9, 0, 0, 0}).putInt(bmcId).put(code));
  }

  boolean rakp3() {
    byte[] answer = payload(lan.send(rakp3Packet(), from).getFirst());
    status = answer[1] & 0xff;
    if (status != 0) {
      return false;
    }
    byte[] sik = hmac(key, octets().put(CONSOLE_RANDOM).put(bmcRandom).put(roleAndName()));
    byte[] check = hmac(sik, octets().put(CONSOLE_RANDOM).putInt(bmcId).put(guid));
    k1 = hmac(sik, octets().put(filled(1)));
    k2 = Arrays.copyOf(hmac(sik, octets().put(filled(2))), 16);
    return Arrays.equals(
        Arrays.copyOfRange(answer, 8, answer.length), Arrays.copyOf(check, checkLength()));
  }

  private static byte[] filled(int value) {
    byte[] constant = new byte[20];
    Arrays.fill(constant, (byte) value);
    return constant;
  }

  private byte[] roleAndName() {
    return octets().put((byte) role).put((byte) user.length()).put(user.getBytes(UTF_8)).copy();
  }

  /** Sends a command in the session; returns completion code and data in hex, "" if no answer. */
  String command(String hex) {
    return answer(lan.send(commandPacket(hex), from));
  }

  /** A packet with the next command: netFn, command and data in hex. */
  byte[] commandPacket(String hex) {
    requesterSequence = (requesterSequence + 1) & 0x3f;
    return protectedPacket(0, message(hex), ++sequence);
  }

  /** The last command once more, in a new packet. */
  byte[] retransmission(String hex) {
    return protectedPacket(0, message(hex), ++sequence);
  }

  byte[] solPacket(byte... payload) {
    return protectedPacket(1, payload, ++sequence);
  }

  String answer(List<byte[]> packets) {
    if (packets.isEmpty()) {
      return "";
    }
    byte[] message = open(packets.getFirst());
    return HexFormat.of().formatHex(message, 6, message.length - 1);
  }

  byte[] message(String hex) {
    byte[] command = HexFormat.of().parseHex(hex.replace(" ", ""));
    Octets out = octets().put((byte) 0x20).put((byte) (command[0] << 2));
    out.put(checksum(out.copy(), 0)).put((byte) 0x81).put((byte) (requesterSequence << 2));
    out.put(Arrays.copyOfRange(command, 1, command.length));
    return out.put(checksum(out.copy(), 3)).copy();
  }

  private static byte checksum(byte[] octets, int from) {
    int sum = 0;
    for (int i = from; i < octets.length; i++) {
      sum += octets[i];
    }
    return (byte) -sum;
  }

  /** A packet of this session with the sequence number given. */
  byte[] protectedPacket(int type, byte[] plain, int number) {
    int pad = 15 - plain.length % 16;
    byte[] padded = Arrays.copyOf(plain, plain.length + pad + 1);
    for (int i = 0; i < pad; i++) {
      padded[plain.length + i] = (byte) (i + 1);
    }
    padded[padded.length - 1] = (byte) pad;
    byte[] vector = filled(0x5a);
    byte[] encrypted = aes(Cipher.ENCRYPT_MODE, Arrays.copyOf(vector, 16), padded);
    Octets out = octets().put((byte) 6).put((byte) (0xc0 | type)).putInt(bmcId).putInt(number);
    out.put((byte) (16 + encrypted.length)).put((byte) ((16 + encrypted.length) >> 8));
    out.put(Arrays.copyOf(vector, 16)).put(encrypted);
    return withCheck(out);
  }

  /** A packet that is authenticated but not encrypted. */
  byte[] unencryptedPacket(String hex) {
    byte[] plain = message(hex);
    Octets out = octets().put((byte) 6).put((byte) 0x40).putInt(bmcId).putInt(++sequence);
    return withCheck(out.put((byte) plain.length).put((byte) 0).put(plain));
  }

  /** A packet in the session with no protection at all. */
  byte[] barePacket(String hex) {
    byte[] plain = message(hex);
    Octets out = octets().put(HexFormat.of().parseHex("0600ff070600"));
    out.putInt(bmcId).putInt(++sequence).put((byte) plain.length).put((byte) 0).put(plain);
    return out.copy();
  }

  private byte[] withCheck(Octets packet) {
    int pad = -(packet.size() + 2) & 3;
    for (int i = 0; i < pad; i++) {
      packet.put((byte) 0xff);
    }
    packet.put((byte) pad).put((byte) 7);
    byte[] check = Arrays.copyOf(hmac(k1, packet), checkLength());
    return octets().put(HexFormat.of().parseHex("0600ff07")).put(packet.copy()).put(check).copy();
  }

  /** Checks and decrypts a packet from the BMC. */
  byte[] open(byte[] packet) {
    int length = checkLength();
    byte[] covered = Arrays.copyOfRange(packet, 4, packet.length - length);
    byte[] check = Arrays.copyOfRange(packet, packet.length - length, packet.length);
    if (!Arrays.equals(check, Arrays.copyOf(hmac(k1, octets().put(covered)), length))) {
      throw new AssertionError("the packet's integrity check value is wrong");
    }
    if (buffer(packet).getInt(6) != CONSOLE_ID || covered.length % 4 != 0) {
      throw new AssertionError("the packet is for another session, or badly padded");
    }
    int payload = buffer(packet).getShort(14);
    byte[] vector = Arrays.copyOfRange(packet, 16, 32);
    byte[] padded = aes(Cipher.DECRYPT_MODE, vector, Arrays.copyOfRange(packet, 32, 16 + payload));
    return Arrays.copyOf(padded, padded.length - 1 - padded[padded.length - 1]);
  }

  private byte[] plain(int type, Octets payload) {
    return payload(lan.send(plainPacket(type, payload), from).getFirst());
  }

  static byte[] plainPacket(int type, Octets payload) {
    return octets()
        .put(HexFormat.of().parseHex("0600ff0706"))
        .put((byte) type)
        .putInt(0)
        .putInt(0)
        .put((byte) payload.size())
        .put((byte) (payload.size() >> 8))
        .put(payload.copy())
        .copy();
  }

  static byte[] payload(byte[] plainPacket) {
    return Arrays.copyOfRange(plainPacket, 16, plainPacket.length);
  }

  private int checkLength() {
    return sha256 ? 16 : 12;
  }

  private byte[] hmac(byte[] secret, Octets text) {
    try {
      String name = sha256 ? "HmacSHA256" : "HmacSHA1";
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(secret, name));
      return mac.doFinal(text.copy());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private byte[] aes(int mode, byte[] vector, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
      cipher.init(mode, new SecretKeySpec(k2, "AES"), new IvParameterSpec(vector));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static ByteBuffer buffer(byte[] octets) {
    return ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
  }

  static Octets octets() {
    return new Octets();
  }

  /** Gathers octets, least significant first. */
  static final class Octets {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Octets put(byte octet) {
      out.write(octet);
      return this;
    }

    Octets put(byte[] octets) {
      out.writeBytes(octets);
      return this;
    }

    Octets putInt(int value) {
      for (int shift = 0; shift < 32; shift += 8) {
        out.write(value >> shift);
      }
      return this;
    }

    int size() {
      return out.size();
    }

    byte[] copy() {
      return out.toByteArray();
    }
  }
}
