package io.anyrack.service;

import java.util.Optional;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/**
 * Where ports are looked for that are left to us: below 32768, as FreeIPMI's ipmiconsole takes
 * others for negative numbers, and the kernel would choose one of those.
 *
 * @param random which are tried
 */
record FreePorts(RandomGenerator random) {
  static final int LOWEST = 16384;
  static final int HIGHEST = 32767;

  private static final int ATTEMPTS = 50;

  /** What {@code opening} made of the first port that was free; empty: none of those tried was. */
  <T> Optional<T> search(IntFunction<Optional<T>> opening) {
    for (int i = 0; i < ATTEMPTS; i++) {
      Optional<T> opened = opening.apply(random.nextInt(LOWEST, HIGHEST + 1));
      if (opened.isPresent()) {
        return opened;
      }
    }
    return Optional.empty();
  }
}
