/** Ends the guests' TCP connections (RFC 9293) and carries their content to a backend's socket. */
@NullMarked
package io.anyrack.local.tcp;

import org.jspecify.annotations.NullMarked;
