/** An Ethernet switch: ports, guard, queues, and the links to the guests. */
@NullMarked
package io.anyrack.local.bridge;

import org.jspecify.annotations.NullMarked;
