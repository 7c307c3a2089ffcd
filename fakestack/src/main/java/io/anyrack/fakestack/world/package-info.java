/** What all services of the fake cloud share: settings, time, identifiers, and who is calling. */
@NullMarked
package io.anyrack.fakestack.world;

import org.jspecify.annotations.NullMarked;
