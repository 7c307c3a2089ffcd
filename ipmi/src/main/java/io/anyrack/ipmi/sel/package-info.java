/** The system event log as IPMI has it (IPMI 2.0 §31, §32): a view of the node's event log. */
@NullMarked
package io.anyrack.ipmi.sel;

import org.jspecify.annotations.NullMarked;
