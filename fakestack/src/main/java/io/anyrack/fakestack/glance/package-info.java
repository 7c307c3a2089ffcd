/** Images. */
@NullMarked
package io.anyrack.fakestack.glance;

import org.jspecify.annotations.NullMarked;
