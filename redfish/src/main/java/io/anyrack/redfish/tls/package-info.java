/** The certificates of a rack's Redfish services. */
@NullMarked
package io.anyrack.redfish.tls;

import org.jspecify.annotations.NullMarked;
