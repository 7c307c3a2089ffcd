package io.anyrack.rack.digest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * SHA-256 (FIPS 180-4) of octets that are added one after the other. Its result is had once. Names
 * and marks of racks that are up are made with it: what it gives for a text never changes. Not
 * thread-safe.
 */
public final class Sha256 {
  private final MessageDigest digest;

  /** Of nothing yet. */
  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Of a text in UTF-8. */
  public static Sha256 of(String text) {
    return new Sha256().add(text);
  }

  /** Adds octets. */
  public Sha256 add(byte[] octets) {
    digest.update(octets);
    return this;
  }

  /** Adds a text in UTF-8. */
  public Sha256 add(String text) {
    return add(text.getBytes(UTF_8));
  }

  /** Adds what is written; closing it has no meaning. */
  public OutputStream sink() {
    return new DigestOutputStream(OutputStream.nullOutputStream(), digest);
  }

  /** The 32 octets. */
  public byte[] octets() {
    return digest.digest();
  }

  /** All of it, in lower-case hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(octets());
  }

  /** The first {@code octets} of it, two digits each. */
  public String hex(int octets) {
    return HexFormat.of().formatHex(octets(), 0, octets);
  }

  /** The first letters of it in base64 for URLs (RFC 4648 §5), six bits each, 42 at most. */
  public String letters(int letters) {
    return Base64.getUrlEncoder().encodeToString(octets()).substring(0, letters);
  }
}
