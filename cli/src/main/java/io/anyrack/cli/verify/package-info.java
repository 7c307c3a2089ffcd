/**
 * Acceptance checks of a rack that is up: what an installer needs of it, tried with packets. One
 * class for each check; where a network is looked at from is a {@link
 * io.anyrack.cli.verify.Vantage}.
 */
@NullMarked
package io.anyrack.cli.verify;

import org.jspecify.annotations.NullMarked;
