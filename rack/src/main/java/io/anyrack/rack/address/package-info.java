/** Addresses as values: MAC, IPv4, networks and ranges. */
@NullMarked
package io.anyrack.rack.address;

import org.jspecify.annotations.NullMarked;
