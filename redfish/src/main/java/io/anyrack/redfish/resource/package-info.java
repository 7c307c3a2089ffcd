/** Every resource of the service: what it says and what can be done with it. */
@NullMarked
package io.anyrack.redfish.resource;

import org.jspecify.annotations.NullMarked;
