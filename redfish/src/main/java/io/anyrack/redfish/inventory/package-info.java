/** The nodes a service speaks for. */
@NullMarked
package io.anyrack.redfish.inventory;

import org.jspecify.annotations.NullMarked;
