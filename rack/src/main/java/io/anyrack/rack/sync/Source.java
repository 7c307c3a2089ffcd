package io.anyrack.rack.sync;

import java.time.Duration;

/** Tells which addresses an installer uses. Used by one thread at a time. */
public interface Source extends AutoCloseable {
  /** As the user named it, such as {@code dnsmasq-leases:/var/lib/misc/dnsmasq.leases}. */
  String name();

  /**
   * What it says now.
   *
   * @throws SourceException if it cannot be read now; another time it may
   */
  Said read();

  /**
   * Returns when it may say something else than when it was read last, or after {@code most}. Where
   * it could not be read: when it may be readable.
   *
   * @throws SourceException if that cannot be found out now
   */
  void await(Duration most) throws InterruptedException;

  /** Lets go of what it watches. */
  @Override
  void close();
}
