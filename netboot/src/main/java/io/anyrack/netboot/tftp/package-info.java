/** A read-only TFTP server (RFC 1350 with the options of RFC 2347, 2348, 2349 and 7440). */
@NullMarked
package io.anyrack.netboot.tftp;

import org.jspecify.annotations.NullMarked;
