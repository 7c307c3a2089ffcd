/** Digests: of what is compared, and of what names are made from. */
@NullMarked
package io.anyrack.rack.digest;

import org.jspecify.annotations.NullMarked;
