package io.anyrack.rack.node;

import java.util.Optional;

/** Keeps what one node has accepted. A write has happened when {@link #write} returns. */
public interface Journal {
  /** What was last written; empty for a new node. */
  Optional<NodeRecord> read();

  /**
   * Replaces what is kept.
   *
   * @throws JournalException if it cannot be written; what was kept before is still there
   */
  void write(NodeRecord node);
}
