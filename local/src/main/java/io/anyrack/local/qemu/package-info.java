/** Machines on QEMU: its command line, its control protocol (QMP), its files. */
@NullMarked
package io.anyrack.local.qemu;

import org.jspecify.annotations.NullMarked;
