/** All networks of one rack: switches, gateways and the links to the guests. */
@NullMarked
package io.anyrack.local.fabric;

import org.jspecify.annotations.NullMarked;
