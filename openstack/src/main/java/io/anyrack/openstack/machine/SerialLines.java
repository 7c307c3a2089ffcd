package io.anyrack.openstack.machine;

import java.util.function.Consumer;

/**
 * The serial lines of servers, where a cloud hands them out: QEMU gives each to one client at a
 * time.
 */
public interface SerialLines {
  /**
   * Attaches to a server's line. That another client has it is not refused: it is silent then.
   *
   * @param server its id
   * @param output gets what the guest writes, from one thread at a time; must not block
   * @param ended is called once, when the line ends without {@link SerialLine#close}
   * @throws io.anyrack.rack.RackException if it cannot be had now
   * @throws NoSerialLinesException if this cloud has none for us
   */
  SerialLine open(String server, Consumer<byte[]> output, Runnable ended);

  /** A line that is attached. Thread-safe. */
  interface SerialLine extends AutoCloseable {
    /** Sends input; does not block. What the line does not take in time is dropped. */
    void send(byte[] octets);

    /** Lets go of it. */
    @Override
    void close();
  }
}
