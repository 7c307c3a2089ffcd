package io.anyrack.rack.net;

import java.time.Duration;

/**
 * A node that shall come as far as its boot script and no further: until this is closed it gets a
 * script that says so and starts nothing.
 */
public interface BootTrial extends AutoCloseable {
  /** Whether the node ran the script, waiting for it up to {@code limit}. */
  boolean await(Duration limit) throws InterruptedException;

  @Override
  void close();
}
