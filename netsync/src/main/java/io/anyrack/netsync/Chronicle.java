package io.anyrack.netsync;

import io.anyrack.netsync.rule.Finding;
import io.anyrack.netsync.rule.Step;
import io.anyrack.rack.sync.ToldSubnet;

/** Is told what happens, a line each. Called by several threads; not to block. */
public interface Chronicle {
  /** Keeps it to itself. */
  Chronicle NONE = new Chronicle() {};

  /** A port was changed. */
  default void changed(Step step) {}

  /** The clients of a subnet are told what was due. */
  default void routed(ToldSubnet subnet) {}

  /** Something is wrong that was not before. */
  default void found(Finding finding) {}

  /** A source or the cloud did not answer; it is tried again. */
  default void failed(String text) {}
}
