/** Which address pairs are sync's own. */
@NullMarked
package io.anyrack.netsync.own;

import org.jspecify.annotations.NullMarked;
