/** The command line: the only place that knows all parts. */
@NullMarked
package io.anyrack.cli;

import org.jspecify.annotations.NullMarked;
