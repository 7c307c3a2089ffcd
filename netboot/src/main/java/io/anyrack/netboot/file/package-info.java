/** The files that are handed out: a served directory and network boot programs. */
@NullMarked
package io.anyrack.netboot.file;

import org.jspecify.annotations.NullMarked;
