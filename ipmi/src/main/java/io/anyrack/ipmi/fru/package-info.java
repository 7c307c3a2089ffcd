/** The inventory of a node (IPMI Platform Management FRU Information Storage Definition 1.3). */
@NullMarked
package io.anyrack.ipmi.fru;

import org.jspecify.annotations.NullMarked;
