package io.anyrack.netboot.script;

import io.anyrack.netboot.port.Port;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.node.Node;
import io.anyrack.rack.node.NodeStatus;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides which iPXE script a node gets that came over the network by its own firmware, each time
 * it asks: its boot override first, then what the rack file says. Of an override with a URL the one
 * that the start was told counts, which may be used up by now. Thread-safe.
 */
public final class BootScripts implements ScriptSource {
  private final Function<String, Optional<Node>> nodes;
  private final ScriptSource network;
  private final Retries retries;

  /**
   * A source of scripts.
   *
   * @param nodes finds a node by its name; empty: it has no overrides
   * @param network what nodes boot from the network
   * @param retries how often a URL is tried
   */
  public BootScripts(
      Function<String, Optional<Node>> nodes, ScriptSource network, Retries retries) {
    this.nodes = nodes;
    this.network = network;
    this.retries = retries;
  }

  @Override
  public String scriptFor(Port port, String base) {
    Optional<NodeStatus> status = nodes.apply(port.node().name()).map(Node::status);
    Optional<URI> url = status.flatMap(now -> now.start().startsUrl());
    if (url.isPresent()) {
      return ScriptTemplate.start(port, url.get(), retries);
    }
    BootOverride override = status.map(NodeStatus::boot).orElse(BootOverride.NONE);
    return override.isActive() && override.device() == BootOverride.Device.DISK
        ? ScriptTemplate.disk(port)
        : network.scriptFor(port, base);
  }
}
