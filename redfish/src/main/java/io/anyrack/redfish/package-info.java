/** The Redfish front door (DSP0266). */
@NullMarked
package io.anyrack.redfish;

import org.jspecify.annotations.NullMarked;
