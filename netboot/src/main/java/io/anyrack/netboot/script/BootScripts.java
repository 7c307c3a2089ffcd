package io.anyrack.netboot.script;

import io.anyrack.netboot.port.Port;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.node.Node;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides which iPXE script a node gets that came over the network by its own firmware, each time
 * it asks: its boot override first, then what the rack file says. Thread-safe.
 */
public final class BootScripts implements ScriptSource {
  private final Function<String, Optional<Node>> nodes;
  private final ScriptSource network;

  /**
   * A source of scripts.
   *
   * @param nodes finds a node by its name; empty: it has no overrides
   * @param network what nodes boot from the network
   */
  public BootScripts(Function<String, Optional<Node>> nodes, ScriptSource network) {
    this.nodes = nodes;
    this.network = network;
  }

  @Override
  public String scriptFor(Port port, String base) {
    BootOverride override =
        nodes.apply(port.node().name()).map(node -> node.status().boot()).orElse(BootOverride.NONE);
    return override.isActive() && override.device() == BootOverride.Device.DISK
        ? ScriptTemplate.disk(port)
        : network.scriptFor(port, base);
  }
}
