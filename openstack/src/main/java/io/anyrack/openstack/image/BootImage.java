package io.anyrack.openstack.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A boot medium as octets; what is in it, and what Nova is told of it, has a name. */
public final class BootImage {
  private final BootMedium medium;
  private final byte[] octets;
  private final String content;

  private BootImage(BootMedium medium, byte[] octets, String content) {
    this.medium = medium;
    this.octets = octets;
    this.content = content;
  }

  static BootImage of(BootMedium medium, byte[] octets) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    digest.update(octets);
    digest.update((medium.diskFormat() + medium.properties()).getBytes(UTF_8));
    return new BootImage(medium, octets.clone(), HexFormat.of().formatHex(digest.digest()));
  }

  /** What kind of medium it is. */
  public BootMedium medium() {
    return medium;
  }

  /** A copy of the image. */
  public byte[] octets() {
    return octets.clone();
  }

  /** Its size in octets. */
  public long size() {
    return octets.length;
  }

  /** Names octets and properties: the same for the same medium, 64 hexadecimal digits. */
  public String content() {
    return content;
  }
}
