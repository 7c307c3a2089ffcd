/** Address sync: the guards of a rack's ports, true to what the installer uses. */
@NullMarked
package io.anyrack.netsync;

import org.jspecify.annotations.NullMarked;
