/** A serial line with a history, several readers and one writer. */
@NullMarked
package io.anyrack.local.console;

import org.jspecify.annotations.NullMarked;
