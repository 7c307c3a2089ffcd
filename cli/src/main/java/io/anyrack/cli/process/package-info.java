/** The service as a process: how it is started, found and ended. */
@NullMarked
package io.anyrack.cli.process;

import org.jspecify.annotations.NullMarked;
