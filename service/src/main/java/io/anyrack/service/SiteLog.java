package io.anyrack.service;

import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.EventLog;
import io.anyrack.rack.node.Node;
import io.anyrack.rack.node.Origin;
import java.util.Optional;
import java.util.function.Function;

/** Writes what happens at a site into event logs: a node's own, else the rack's. */
record SiteLog(Function<String, Optional<Node>> nodes, EventLog rack) implements Site.Log {
  @Override
  public void note(String node, String message) {
    nodes
        .apply(node)
        .ifPresent(
            held -> held.events().append(Event.Kind.NETBOOT, message, new Origin("net", "")));
  }

  @Override
  public void sync(String node, String message) {
    nodes
        .apply(node)
        .map(Node::events)
        .orElse(rack)
        .append(Event.Kind.SYNC, message, new Origin("sync", ""));
  }
}
