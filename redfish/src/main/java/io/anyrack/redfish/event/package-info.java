/** Events: what happens to nodes, told to who asked for it (DSP0266 §13). */
@NullMarked
package io.anyrack.redfish.event;

import org.jspecify.annotations.NullMarked;
