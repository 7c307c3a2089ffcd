/** Address sync, put together: where addresses are said, and the ports they are for. */
@NullMarked
package io.anyrack.cli.sync;

import org.jspecify.annotations.NullMarked;
