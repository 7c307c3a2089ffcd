package io.anyrack.netboot.dns;

import io.anyrack.rack.address.Ipv4Address;
import java.net.Inet6Address;

/** One answer (RFC 1035 §4.1.3); its name is the one asked for. */
sealed interface DnsRecord {
  /** How long it may be kept, in seconds. */
  int ttl();

  /** An IPv4 address (RFC 1035 §3.4.1). */
  record A(Ipv4Address address, int ttl) implements DnsRecord {}

  /** An IPv6 address (RFC 3596 §2.2). */
  record Aaaa(Inet6Address address, int ttl) implements DnsRecord {}

  /** A name (RFC 1035 §3.3.12). */
  record Ptr(String name, int ttl) implements DnsRecord {}
}
