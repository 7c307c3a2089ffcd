package io.anyrack.rack.cloud;

import java.util.Optional;

/**
 * A machine's serial line: several readers, one writer. It stays the same object while the machine
 * is powered off and on. Thread-safe.
 */
public interface Console {

  /** The last output, oldest octet first; bounded. */
  byte[] history();

  /**
   * Calls {@code reader} with all further output, after the history where {@code replay} is set;
   * nothing between history and further output is lost or doubled. The reader must not block.
   */
  Attachment read(boolean replay, Reader reader);

  /**
   * Takes the right to write, if nobody has it.
   *
   * @param who shown to those who are refused
   */
  Optional<Writer> claim(String who);

  /** Who holds the right to write. */
  Optional<String> writer();

  /** Why nobody ever gets the right to write; empty: somebody may. */
  default Optional<String> readOnly() {
    return Optional.empty();
  }

  /** Takes output. */
  interface Reader {
    /** Output of the machine, at least one octet; the array is the reader's. */
    void output(byte[] octets);
  }

  /** Ends a {@link #read}. */
  interface Attachment extends AutoCloseable {
    @Override
    void close();
  }

  /** The right to write. */
  interface Writer extends AutoCloseable {
    /** Sends input; it is dropped while the machine is off. */
    void write(byte[] octets);

    /** Sends a serial break, where the machine's line can. */
    void sendBreak();

    /** Gives the right back. */
    @Override
    void close();
  }
}
