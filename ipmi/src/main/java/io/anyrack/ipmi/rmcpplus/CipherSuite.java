package io.anyrack.ipmi.rmcpplus;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The cipher suites that are offered (IPMI 2.0 table 22-20), all with AES-CBC-128. Suite 0 means no
 * security at all and does not exist here.
 */
public enum CipherSuite {
  /** RAKP-HMAC-SHA1, HMAC-SHA1-96. */
  SUITE_3(3, 1, 1, "HmacSHA1", 20, 12),
  /** RAKP-HMAC-SHA256, HMAC-SHA256-128. */
  SUITE_17(17, 3, 4, "HmacSHA256", 32, 16);

  /** The number of AES-CBC-128 (IPMI 2.0 table 13-19). */
  public static final int AES_CBC_128 = 1;

  private final int id;
  private final int authentication;
  private final int integrity;
  private final String macName;
  private final int macLength;
  private final int checkLength;

  CipherSuite(
      int id, int authentication, int integrity, String macName, int macLength, int checkLength) {
    this.id = id;
    this.authentication = authentication;
    this.integrity = integrity;
    this.macName = macName;
    this.macLength = macLength;
    this.checkLength = checkLength;
  }

  /** The suite's number. */
  public int id() {
    return id;
  }

  /** The authentication algorithm's number (IPMI 2.0 table 13-17). */
  public int authentication() {
    return authentication;
  }

  /** The integrity algorithm's number (IPMI 2.0 table 13-18). */
  public int integrity() {
    return integrity;
  }

  /** The confidentiality algorithm's number (IPMI 2.0 table 13-19). */
  public int confidentiality() {
    return AES_CBC_128;
  }

  /** The octets of a key exchange authentication code: the MAC in full. */
  int macLength() {
    return macLength;
  }

  /** The octets of the truncated MAC that ends RAKP 4 and every packet. */
  int checkLength() {
    return checkLength;
  }

  /** A MAC of this suite's kind. */
  Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(macName);
      mac.init(new SecretKeySpec(key, macName));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no " + macName, e);
    }
  }
}
