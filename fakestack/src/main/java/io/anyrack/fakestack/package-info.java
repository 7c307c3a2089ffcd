/** An OpenStack cloud in one process, for tests. */
@NullMarked
package io.anyrack.fakestack;

import org.jspecify.annotations.NullMarked;
