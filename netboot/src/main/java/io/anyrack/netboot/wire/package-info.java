/** What the packet formats share. */
@NullMarked
package io.anyrack.netboot.wire;

import org.jspecify.annotations.NullMarked;
