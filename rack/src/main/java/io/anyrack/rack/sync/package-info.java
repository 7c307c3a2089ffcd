/**
 * Ports of address sync: {@link io.anyrack.rack.sync.Source} tells what an installer uses, {@link
 * io.anyrack.rack.sync.Target} has the ports whose guard must let it through.
 */
@NullMarked
package io.anyrack.rack.sync;

import org.jspecify.annotations.NullMarked;
