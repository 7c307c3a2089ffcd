/** How results and progress are shown. */
@NullMarked
package io.anyrack.cli.output;

import org.jspecify.annotations.NullMarked;
