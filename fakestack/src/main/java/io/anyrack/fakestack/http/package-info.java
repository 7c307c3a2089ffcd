/** The HTTP front of the fake cloud: routes, journal of calls, and faults on request. */
@NullMarked
package io.anyrack.fakestack.http;

import org.jspecify.annotations.NullMarked;
