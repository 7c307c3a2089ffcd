/** The ports towards the place where machines live. */
@NullMarked
package io.anyrack.rack.cloud;

import org.jspecify.annotations.NullMarked;
