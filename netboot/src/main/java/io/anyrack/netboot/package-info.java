/** What a node meets when it boots from the network. */
@NullMarked
package io.anyrack.netboot;

import org.jspecify.annotations.NullMarked;
