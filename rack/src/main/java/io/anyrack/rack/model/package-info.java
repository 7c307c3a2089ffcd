/** What a rack file describes, with every default filled in. */
@NullMarked
package io.anyrack.rack.model;

import org.jspecify.annotations.NullMarked;
