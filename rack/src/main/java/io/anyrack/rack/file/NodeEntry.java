package io.anyrack.rack.file;

import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.NodeSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * A node before its ports have MACs.
 *
 * @param spec the node without ports
 * @param nics its ports, in order
 */
record NodeEntry(NodeSpec spec, List<NicEntry> nics) {

  NodeSpec node(Identifiers identifiers) {
    List<String> ports =
        Identifiers.ports(spec.name(), nics.stream().map(nic -> nic.network().name()).toList());
    List<Nic> complete = new ArrayList<>();
    for (int i = 0; i < nics.size(); i++) {
      String port = ports.get(i);
      NicEntry nic = nics.get(i);
      complete.add(nic.nic(nic.mac().orElseGet(() -> identifiers.mac(port))));
    }
    return spec.withNics(complete);
  }
}
