/** A machine and a serial line in memory, for tests. */
@NullMarked
package io.anyrack.fakemachine;

import org.jspecify.annotations.NullMarked;
