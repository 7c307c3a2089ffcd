package io.anyrack.rack.file;

import io.anyrack.rack.model.NodeSpec;
import java.util.List;

/**
 * A node before its ports have MACs.
 *
 * @param spec the node without ports
 * @param nics its ports, in order
 */
record NodeEntry(NodeSpec spec, List<NicEntry> nics) {

  NodeSpec node(Identifiers identifiers) {
    return spec.withNics(NicEntry.complete(spec.name(), nics, identifiers));
  }
}
