/** The demo's Linux: Debian's kernel and busybox, made into a kernel and an initial RAM disk. */
@NullMarked
package io.anyrack.cli.linux;

import org.jspecify.annotations.NullMarked;
