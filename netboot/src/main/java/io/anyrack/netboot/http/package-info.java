/** HTTP for guests: boot script, kernel, served files, network boot programs, metadata. */
@NullMarked
package io.anyrack.netboot.http;

import org.jspecify.annotations.NullMarked;
