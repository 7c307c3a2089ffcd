/** What answers on a network's gateway: ARP, ICMP, router discovery, UDP and TCP. */
@NullMarked
package io.anyrack.local.gateway;

import org.jspecify.annotations.NullMarked;
