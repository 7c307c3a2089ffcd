package io.anyrack.netboot.script;

import io.anyrack.rack.address.Ipv4Address;

/** Where on the HTTP server things are. */
public final class BootPath {
  /** The iPXE script of the node that asks. */
  public static final String SCRIPT = "/boot.ipxe";

  /** Fetched by the script of a node that is on trial, to say that it runs. */
  public static final String TRIAL = "/boot/trial";

  /** The kernel of {@code boot: linux}. */
  public static final String KERNEL = "/boot/linux/kernel";

  /** What the paths of initial RAM disks start with; their number follows, from 0. */
  public static final String INITRD = "/boot/linux/initrd-";

  /** The served directory. */
  public static final String FILES = "/files/";

  /** The network boot programs. */
  public static final String PROGRAMS = "/nbp/";

  /**
   * What the paths of one node's documents start with where the server cannot know by the address
   * who asks. The node's key follows: the MAC of one of its ports, or the id of its server, which
   * iPXE has as {@code ${uuid}}. The key alone is the node's script; behind it any of the above.
   */
  public static final String NODE = "/boot/";

  private BootPath() {}

  /** The URL of {@code path} on the HTTP server of {@code gateway}. */
  public static String url(Ipv4Address gateway, String path) {
    return "http://" + gateway + path;
  }
}
