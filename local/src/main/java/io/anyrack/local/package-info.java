/** The local cloud: QEMU and an Ethernet switch, without root. */
@NullMarked
package io.anyrack.local;

import org.jspecify.annotations.NullMarked;
