package io.anyrack.local.ethernet;

/** Values of a frame's type field (IEEE 802 numbers, IANA). */
public final class EtherType {
  /** RFC 791. */
  public static final int IPV4 = 0x0800;

  /** RFC 826. */
  public static final int ARP = 0x0806;

  /** IEEE 802.1Q: a tag of four octets comes before the type proper. */
  public static final int VLAN = 0x8100;

  /** RFC 8200. */
  public static final int IPV6 = 0x86dd;

  private EtherType() {}
}
