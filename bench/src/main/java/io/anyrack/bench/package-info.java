/** Benchmarks, each with a floor or a peer in the same run. */
@NullMarked
package io.anyrack.bench;

import org.jspecify.annotations.NullMarked;
