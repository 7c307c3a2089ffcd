package io.anyrack.service.bmc;

import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Makes passwords. */
final class Passwords {
  /** No letters or digits that look alike, because people type these. */
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  /** What IPMI 1.5 clients can still send (IPMI 2.0 §22.30). */
  private static final int LENGTH = 16;

  private Passwords() {}

  static String next(RandomGenerator random) {
    return random
        .ints(LENGTH, 0, ALPHABET.length())
        .mapToObj(i -> ALPHABET.substring(i, i + 1))
        .collect(Collectors.joining());
  }
}
