package io.anyrack.netboot.script;

import io.anyrack.rack.model.BootOverride;

/**
 * What starts of nodes were told to boot from. An override for once is used up when the machine is
 * started, and the node asks for its script only then: so a start is remembered until its node has
 * asked. Thread-safe.
 */
public interface Starts {
  /** What the start of {@code node} that asks for its script now was told. */
  BootOverride order(String node);

  /** The node has got its script: the next one it asks for is that of another start. */
  void delivered(String node);
}
