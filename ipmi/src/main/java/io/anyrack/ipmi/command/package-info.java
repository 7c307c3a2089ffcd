/** The commands of the BMC, the same from every door. */
@NullMarked
package io.anyrack.ipmi.command;

import org.jspecify.annotations.NullMarked;
