/** Logging in and the sessions that follow (IPMI 2.0 §6.12, §13.14 to §13.24). */
@NullMarked
package io.anyrack.ipmi.session;

import org.jspecify.annotations.NullMarked;
