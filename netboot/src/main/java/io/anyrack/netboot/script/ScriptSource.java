package io.anyrack.netboot.script;

import io.anyrack.netboot.port.Port;

/** Says which iPXE script a node gets. Thread-safe. */
@FunctionalInterface
public interface ScriptSource {
  /**
   * The script for the node behind {@code port}, as it is to be now.
   *
   * @param base what URLs of this node's documents begin with, such as {@code http://192.0.2.1}
   */
  String scriptFor(Port port, String base);
}
