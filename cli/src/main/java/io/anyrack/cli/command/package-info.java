/** The commands, one class each. */
@NullMarked
package io.anyrack.cli.command;

import org.jspecify.annotations.NullMarked;
