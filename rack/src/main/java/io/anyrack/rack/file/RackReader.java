package io.anyrack.rack.file;

import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the whole document, part by part; what is wrong in one part does not hide another's. */
final class RackReader {
  private RackReader() {}

  /** The rack; of no use if problems were told. */
  static Rack read(Section file) {
    Context context = file.value().context();
    Optional<Value> rackName = file.require("rack", "lab");
    String name = rackName.flatMap(value -> Names.name(value, Names.LENGTH)).orElse("rack");
    CloudSpec cloud = file.get("cloud").map(CloudReader::read).orElse(CloudReader.DEFAULT);
    NetworkTable networks =
        file.get("networks")
            .map(NetworkTable::read)
            .orElseGet(() -> NetworkTable.ofDefault(file.get("nodes").orElse(file.value())));
    NodeReader nodeReader = new NodeReader(name, networks, context.limits());
    List<NodeEntry> entries = file.require("nodes", "3").map(nodeReader::read).orElse(List.of());
    BmcSpec bmc =
        file.get("bmc")
            .flatMap(value -> value.section(Keys.BMC))
            .map(section -> BmcReader.read(section, Math.max(1, entries.size())))
            .orElse(BmcReader.DEFAULT);
    BootSpec boot =
        file.get("boot")
            .flatMap(value -> value.section(Keys.BOOT))
            .map(BootReader::read)
            .orElse(BootReader.DEFAULT);
    Rack rack = new Rack(name, cloud, networks.networks(), nodes(name, entries), bmc, boot);
    checkPools(rack, networks);
    return rack;
  }

  private static List<NodeSpec> nodes(String rack, List<NodeEntry> entries) {
    Set<MacAddress> given =
        entries.stream()
            .flatMap(entry -> entry.nics().stream())
            .flatMap(nic -> nic.mac().stream())
            .collect(Collectors.toSet());
    Identifiers identifiers = new Identifiers(rack, given);
    return entries.stream().map(entry -> entry.node(identifiers)).toList();
  }

  private static void checkPools(Rack rack, NetworkTable networks) {
    for (Network network : rack.networks()) {
      long needed = Addressing.needed(rack, network);
      long free = Addressing.free(rack, network);
      if (needed > free) {
        networks
            .poolPlace(network)
            .problem(
                "the pool %s of network '%s' has %d free addresses and the nodes need %d; widen it"
                    .formatted(network.pool(), network.name(), free, needed));
      }
    }
  }
}
