/** ARP, IPv4, ICMP, UDP and IPv6 router advertisements: octets in, values out. */
@NullMarked
package io.anyrack.local.ip;

import org.jspecify.annotations.NullMarked;
