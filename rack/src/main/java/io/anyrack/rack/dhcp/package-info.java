/**
 * DHCP options as people write them: names, types and values; how they go on the wire is not here.
 */
@NullMarked
package io.anyrack.rack.dhcp;

import org.jspecify.annotations.NullMarked;
