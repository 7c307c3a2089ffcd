/** A cloud's ports in memory. */
@NullMarked
package io.anyrack.netsync.cloud;

import org.jspecify.annotations.NullMarked;
