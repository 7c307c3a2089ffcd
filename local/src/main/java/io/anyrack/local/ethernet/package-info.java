/** Ethernet frames as octets, and why a switch throws one away. */
@NullMarked
package io.anyrack.local.ethernet;

import org.jspecify.annotations.NullMarked;
