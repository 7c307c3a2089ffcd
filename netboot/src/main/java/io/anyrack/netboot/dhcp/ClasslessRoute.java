package io.anyrack.netboot.dhcp;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * A route of option 121 (RFC 3442).
 *
 * @param destination where it leads
 * @param router through whom
 */
record ClasslessRoute(Ipv4Network destination, Ipv4Address router) {
  /** Writes routes: of each destination only the octets its prefix covers. */
  static byte[] encode(List<ClasslessRoute> routes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (ClasslessRoute route : routes) {
      int prefix = route.destination.prefix();
      out.write(prefix);
      out.write(route.destination.base().octets(), 0, (prefix + 7) / 8);
      out.writeBytes(route.router.octets());
    }
    return out.toByteArray();
  }
}
