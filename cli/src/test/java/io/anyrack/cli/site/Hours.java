package io.anyrack.cli.site;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/** A clock that is an hour on at each look. */
final class Hours implements InstantSource {
  private final AtomicInteger looks = new AtomicInteger();

  @Override
  public Instant instant() {
    return Instant.EPOCH.plus(Duration.ofHours(looks.incrementAndGet()));
  }
}
