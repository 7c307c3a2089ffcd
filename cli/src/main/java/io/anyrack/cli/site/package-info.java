/** The wiring of a rack's parts on this machine. */
@NullMarked
package io.anyrack.cli.site;

import org.jspecify.annotations.NullMarked;
