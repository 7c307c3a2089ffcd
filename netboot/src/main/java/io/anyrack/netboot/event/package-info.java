/** What is told of a boot while it happens. */
@NullMarked
package io.anyrack.netboot.event;

import org.jspecify.annotations.NullMarked;
