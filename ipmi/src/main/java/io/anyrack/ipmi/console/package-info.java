/** The other end of a session: a remote console (IPMI 2.0 §13), to see whether a BMC answers. */
@NullMarked
package io.anyrack.ipmi.console;

import org.jspecify.annotations.NullMarked;
