/** The system interface of a virtual machine: QEMU's way to an outside BMC. */
@NullMarked
package io.anyrack.ipmi.inband;

import org.jspecify.annotations.NullMarked;
