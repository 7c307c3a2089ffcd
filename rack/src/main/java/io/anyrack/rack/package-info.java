/** The heart: everything here is free of networks, clouds and doors. */
@NullMarked
package io.anyrack.rack;

import org.jspecify.annotations.NullMarked;
