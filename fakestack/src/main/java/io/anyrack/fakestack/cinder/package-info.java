/** Volumes. */
@NullMarked
package io.anyrack.fakestack.cinder;

import org.jspecify.annotations.NullMarked;
