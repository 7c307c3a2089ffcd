package io.anyrack.ipmi.console;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Carries datagrams to one BMC and back. Used by one thread at a time. */
public interface Wire extends AutoCloseable {
  /** Sends a datagram. */
  void send(byte[] packet) throws IOException;

  /** The next datagram; empty: none within {@code limit}. */
  Optional<byte[]> receive(Duration limit) throws IOException, InterruptedException;

  @Override
  void close();
}
