package io.anyrack.openstack.image;

import io.anyrack.rack.digest.Sha256;

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
    return new BootImage(
        medium,
        octets.clone(),
        new Sha256().add(octets).add(medium.diskFormat() + medium.properties()).hex());
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
