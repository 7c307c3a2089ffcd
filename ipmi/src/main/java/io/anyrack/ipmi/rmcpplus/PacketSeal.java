package io.anyrack.ipmi.rmcpplus;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encryption and integrity of one session's packets (IPMI 2.0 §13.28.4 and §13.29), on heap buffers
 * in little-endian order. It keeps its keyed MAC and ciphers. For one thread at a time.
 *
 * <p>The integrity check covers the packet from the authentication type to the next-header octet.
 * AES-CBC puts an initialisation vector in front and a pad of 1, 2, 3... and its length behind.
 */
public final class PacketSeal {
  private static final int BLOCK = 16;
  private static final int NEXT_HEADER = 0x07;

  private final int receiver;
  private final SecureRandom random;
  private final Mac mac;
  private final byte[] check;
  private final int checkLength;
  private final Cipher encryption;
  private final Cipher decryption;
  private final SecretKeySpec key;
  private final byte[] vector = new byte[BLOCK];

  /** The seal of the session that {@code exchange} leads to. */
  public PacketSeal(KeyExchange exchange, SecureRandom random) {
    this(exchange, exchange.consoleSessionId(), random);
  }

  private PacketSeal(KeyExchange exchange, int receiver, SecureRandom random) {
    this.receiver = receiver;
    this.random = random;
    this.mac = exchange.suite().mac(exchange.sessionKey(1));
    this.check = new byte[exchange.suite().macLength()];
    this.checkLength = exchange.suite().checkLength();
    this.key = new SecretKeySpec(exchange.sessionKey(2), 0, BLOCK, "AES");
    this.encryption = aes();
    this.decryption = aes();
  }

  /** The same at the remote console's end: its packets go to the BMC. */
  public static PacketSeal ofConsole(KeyExchange exchange, SecureRandom random) {
    return new PacketSeal(exchange, exchange.rakp1().sessionId(), random);
  }

  private static Cipher aes() {
    try {
      return Cipher.getInstance("AES/CBC/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no AES/CBC", e);
    }
  }

  /**
   * Checks and decrypts a packet.
   *
   * @param header the packet's header
   * @param in the packet up to its limit, from the payload on, with the header before it
   * @param plain takes the payload
   * @return whether the packet is authentic; nothing is decrypted where it is not
   */
  public boolean open(PacketHeader header, ByteBuffer in, ByteBuffer plain) {
    int payload = in.position();
    int start = payload - PacketHeader.LENGTH;
    int end = in.limit() - checkLength;
    int payloadEnd = payload + header.payloadLength();
    if (!header.encrypted()
        || !header.authenticated()
        || payloadEnd + 2 > end
        || (in.get(end - 1) & 0xff) != NEXT_HEADER
        || payloadEnd + (in.get(end - 2) & 0xff) + 2 != end
        || !authentic(in, start, end)) {
      return false;
    }
    int encrypted = header.payloadLength() - BLOCK;
    if (encrypted < BLOCK || encrypted % BLOCK != 0 || encrypted > plain.remaining()) {
      return false;
    }
    int from = plain.position();
    try {
      int offset = in.arrayOffset() + payload;
      decryption.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(in.array(), offset, BLOCK));
      decryption.doFinal(
          in.array(), offset + BLOCK, encrypted, plain.array(), plain.arrayOffset() + from);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-CBC failed on whole blocks", e);
    }
    int pad = plain.get(from + encrypted - 1) & 0xff;
    if (pad >= encrypted) {
      return false;
    }
    plain.position(from + encrypted - 1 - pad);
    return true;
  }

  /** Compares in constant time: how much of a forged value is right must not show. */
  private boolean authentic(ByteBuffer in, int start, int end) {
    computeCheck(in, start, end);
    int difference = 0;
    for (int i = 0; i < checkLength; i++) {
      difference |= check[i] ^ in.get(end + i);
    }
    return difference == 0;
  }

  /**
   * Writes a whole protected packet after the RMCP header.
   *
   * @param plain the payload, from its position to its limit
   */
  public void seal(int payloadType, int sequence, ByteBuffer plain, ByteBuffer out) {
    int start = out.position();
    int length = plain.remaining();
    int pad = BLOCK - 1 - length % BLOCK;
    int encrypted = length + pad + 1;
    PacketHeader.writeProtected(payloadType, receiver, sequence, BLOCK + encrypted, out);
    random.nextBytes(vector);
    out.put(vector);
    int body = out.position();
    out.put(plain);
    for (int i = 1; i <= pad; i++) {
      out.put((byte) i);
    }
    out.put((byte) pad);
    try {
      int offset = out.arrayOffset() + body;
      encryption.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(vector));
      encryption.doFinal(out.array(), offset, encrypted, out.array(), offset);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-CBC failed on whole blocks", e);
    }
    int integrityPad = -(out.position() - start + 2) & 3;
    for (int i = 0; i < integrityPad; i++) {
      out.put((byte) 0xff);
    }
    out.put((byte) integrityPad).put((byte) NEXT_HEADER);
    computeCheck(out, start, out.position());
    out.put(check, 0, checkLength);
  }

  private void computeCheck(ByteBuffer octets, int from, int to) {
    mac.update(octets.array(), octets.arrayOffset() + from, to - from);
    try {
      mac.doFinal(check, 0);
    } catch (ShortBufferException e) {
      throw new IllegalStateException("the MAC is longer than its suite says", e);
    }
  }
}
