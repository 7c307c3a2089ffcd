package io.anyrack.netboot.script;

import io.anyrack.rack.address.Ipv4Address;

/** Where on the gateway's HTTP server things are. */
public final class BootPath {
  /** The iPXE script of the node that asks. */
  public static final String SCRIPT = "/boot.ipxe";

  /** The kernel of {@code boot: linux}. */
  public static final String KERNEL = "/boot/linux/kernel";

  /** What the paths of initial RAM disks start with; their number follows, from 0. */
  public static final String INITRD = "/boot/linux/initrd-";

  /** The served directory. */
  public static final String FILES = "/files/";

  /** The network boot programs. */
  public static final String PROGRAMS = "/nbp/";

  private BootPath() {}

  /** The URL of {@code path} on the HTTP server of {@code gateway}. */
  public static String url(Ipv4Address gateway, String path) {
    return "http://" + gateway + path;
  }
}
