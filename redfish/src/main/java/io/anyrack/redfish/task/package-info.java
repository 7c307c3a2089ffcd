/** Work that goes on after its request was answered (DSP0266 §12). */
@NullMarked
package io.anyrack.redfish.task;

import org.jspecify.annotations.NullMarked;
