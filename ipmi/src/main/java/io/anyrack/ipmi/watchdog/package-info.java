/** The BMC's watchdog timer (IPMI 2.0 §27). */
@NullMarked
package io.anyrack.ipmi.watchdog;

import org.jspecify.annotations.NullMarked;
