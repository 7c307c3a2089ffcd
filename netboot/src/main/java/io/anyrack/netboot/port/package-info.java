/** The rack's ports as boot services look them up: who is asking, and what belongs to it. */
@NullMarked
package io.anyrack.netboot.port;

import org.jspecify.annotations.NullMarked;
