/** The world a command runs in. */
@NullMarked
package io.anyrack.cli.host;

import org.jspecify.annotations.NullMarked;
