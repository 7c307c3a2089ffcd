package io.anyrack.ipmi.rmcpplus;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.crypto.Mac;

/**
 * The codes and keys of one RAKP exchange (IPMI 2.0 §13.28 to §13.32), with one-key logins: the
 * user's key is also K<sub>G</sub>.
 *
 * <p>Immutable.
 */
public final class KeyExchange {
  private static final int KEY_LENGTH = 20;

  private final CipherSuite suite;
  private final byte[] userKey;
  private final int consoleSessionId;
  private final Rakp1 rakp1;
  private final Nonce bmcRandom;
  private final Nonce systemGuid;

  /**
   * The exchange between one RAKP Message 1 and its answer.
   *
   * @param userKey the password, at most 20 octets
   */
  public KeyExchange(
      CipherSuite suite,
      byte[] userKey,
      int consoleSessionId,
      Rakp1 rakp1,
      Nonce bmcRandom,
      Nonce systemGuid) {
    this.suite = suite;
    this.userKey = Arrays.copyOf(userKey, KEY_LENGTH);
    this.consoleSessionId = consoleSessionId;
    this.rakp1 = rakp1;
    this.bmcRandom = bmcRandom;
    this.systemGuid = systemGuid;
  }

  /** The message that started the exchange. */
  public Rakp1 rakp1() {
    return rakp1;
  }

  /** Writes the payload of RAKP Message 2 (§13.21). */
  public void writeRakp2(ByteBuffer out) {
    writeHead(rakp1.tag(), StatusCode.NO_ERRORS, consoleSessionId, out);
    bmcRandom.write(out);
    systemGuid.write(out);
    ByteBuffer text = text();
    text.putInt(consoleSessionId).putInt(rakp1.sessionId());
    rakp1.consoleRandom().write(text);
    bmcRandom.write(text);
    systemGuid.write(text);
    writeUser(text);
    out.put(code(userKey, text));
  }

  /** Writes the payload of RAKP Message 4 (§13.23). */
  public void writeRakp4(int tag, ByteBuffer out) {
    writeHead(tag, StatusCode.NO_ERRORS, consoleSessionId, out);
    ByteBuffer text = text();
    rakp1.consoleRandom().write(text);
    text.putInt(rakp1.sessionId());
    systemGuid.write(text);
    out.put(code(sessionIntegrityKey(), text), 0, suite.checkLength());
  }

  /** Writes the payload of a RAKP Message 2 or 4 that refuses; nothing follows the session id. */
  public static void writeRefusal(
      int tag, StatusCode status, int consoleSessionId, ByteBuffer out) {
    writeHead(tag, status, consoleSessionId, out);
  }

  /** The code that RAKP Message 3 must have. */
  public byte[] consoleCode() {
    ByteBuffer text = text();
    bmcRandom.write(text);
    text.putInt(consoleSessionId);
    writeUser(text);
    return code(userKey, text);
  }

  /** Key {@code n} of the session (§13.32): 1 for integrity, 2 for confidentiality. */
  byte[] sessionKey(int n) {
    byte[] constant = new byte[20];
    Arrays.fill(constant, (byte) n);
    return suite.mac(sessionIntegrityKey()).doFinal(constant);
  }

  CipherSuite suite() {
    return suite;
  }

  int consoleSessionId() {
    return consoleSessionId;
  }

  private byte[] sessionIntegrityKey() {
    ByteBuffer text = text();
    rakp1.consoleRandom().write(text);
    bmcRandom.write(text);
    writeUser(text);
    return code(userKey, text);
  }

  private void writeUser(ByteBuffer text) {
    text.put((byte) rakp1.role()).put((byte) rakp1.nameLength());
    text.put(rakp1.name().getBytes(StandardCharsets.ISO_8859_1));
  }

  private byte[] code(byte[] key, ByteBuffer text) {
    Mac mac = suite.mac(key);
    mac.update(text.flip());
    return mac.doFinal();
  }

  /** Room for the longest of the texts. */
  private static ByteBuffer text() {
    return ByteBuffer.allocate(80).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void writeHead(int tag, StatusCode status, int consoleSessionId, ByteBuffer out) {
    out.put((byte) tag).put((byte) status.code()).putShort((short) 0).putInt(consoleSessionId);
  }
}
