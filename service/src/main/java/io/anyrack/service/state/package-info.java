/** Where a rack keeps its state. */
@NullMarked
package io.anyrack.service.state;

import org.jspecify.annotations.NullMarked;
