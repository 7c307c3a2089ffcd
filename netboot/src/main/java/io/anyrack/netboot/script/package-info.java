/** The iPXE scripts that nodes get. */
@NullMarked
package io.anyrack.netboot.script;

import org.jspecify.annotations.NullMarked;
