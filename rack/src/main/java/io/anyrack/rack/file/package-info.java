/** The rack file: YAML in, a rack or all of its problems out. */
@NullMarked
package io.anyrack.rack.file;

import org.jspecify.annotations.NullMarked;
