/** The ports between a rack's network and the services that answer on it. */
@NullMarked
package io.anyrack.rack.net;

import org.jspecify.annotations.NullMarked;
