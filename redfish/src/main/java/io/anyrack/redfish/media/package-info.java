/** Images that clients send. */
@NullMarked
package io.anyrack.redfish.media;

import org.jspecify.annotations.NullMarked;
