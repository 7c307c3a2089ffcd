/** DHCP for IPv4 (RFC 2131, RFC 2132) as a cloud answers it: known ports only. */
@NullMarked
package io.anyrack.netboot.dhcp;

import org.jspecify.annotations.NullMarked;
