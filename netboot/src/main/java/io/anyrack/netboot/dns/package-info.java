/** A small DNS server (RFC 1035): the rack's names, everything else by the host's resolver. */
@NullMarked
package io.anyrack.netboot.dns;

import org.jspecify.annotations.NullMarked;
