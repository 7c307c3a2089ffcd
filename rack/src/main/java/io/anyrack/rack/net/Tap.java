package io.anyrack.rack.net;

import java.time.Duration;
import java.util.Optional;

/**
 * A port of one's own on a network of a rack, for frames made by hand: to see what a machine there
 * would see. One thread sends, one receives. Closing it takes the port away.
 */
public interface Tap extends AutoCloseable {
  /**
   * Sends an Ethernet frame, without check sequence.
   *
   * @return why it did not go out; empty: it did
   */
  Optional<String> send(byte[] frame);

  /** The next frame that came in; empty: none within {@code limit}. */
  Optional<byte[]> receive(Duration limit) throws InterruptedException;

  @Override
  void close();
}
