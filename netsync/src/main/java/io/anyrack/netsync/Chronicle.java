package io.anyrack.netsync;

import io.anyrack.netsync.rule.Finding;
import io.anyrack.netsync.rule.Step;

/** Is told what happens, a line each. Called by several threads; not to block. */
public interface Chronicle {
  /** A port was changed. */
  void changed(Step step);

  /** Something is wrong that was not before. */
  void found(Finding finding);

  /** A source or the cloud did not answer; it is tried again. */
  void failed(String text);
}
