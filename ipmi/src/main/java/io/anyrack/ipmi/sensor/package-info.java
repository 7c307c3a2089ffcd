/** The few sensors of a BMC and the records that describe them (IPMI 2.0 §35, §43). */
@NullMarked
package io.anyrack.ipmi.sensor;

import org.jspecify.annotations.NullMarked;
