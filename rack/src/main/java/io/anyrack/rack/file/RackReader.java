package io.anyrack.rack.file;

import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the whole document, part by part; what is wrong in one part does not hide another's. */
final class RackReader {
  private RackReader() {}

  /** The rack; of no use if problems were told. */
  static Rack read(Section file) {
    Context context = file.value().context();
    Optional<Value> rackName = file.require("rack", "lab");
    String name = rackName.flatMap(value -> Names.name(value, Names.LENGTH)).orElse("rack");
    Optional<CloudSpec> cloud =
        file.get("cloud").map(CloudReader::read).orElse(Optional.of(CloudReader.DEFAULT));
    CloudRules rules = new CloudRules(cloud);
    NetworkTable networks =
        file.get("networks")
            .map(value -> NetworkTable.read(value, rules))
            .orElseGet(() -> NetworkTable.ofDefault(file.get("nodes").orElse(file.value()), rules));
    rules.onlyOpenstack(file, "routers", "outward: true lets the guests of a network out");
    rules.onlyOpenstack(file, "servers", "every machine is a node");
    rules.onlyOpenstack(file, "installer", "make it a node of its own role");
    Names names = new Names();
    NicReader nics = new NicReader(networks, rules);
    NodeReader nodeReader = new NodeReader(name, networks, nics, names, rules, context.limits());
    List<NodeEntry> entries = file.require("nodes", "3").map(nodeReader::read).orElse(List.of());
    ServerReader serverReader = new ServerReader(networks, nics, names);
    List<ServerEntry> servers =
        ofOpenstack(file, "servers", rules).map(serverReader::list).orElse(List.of());
    Optional<ServerEntry> installer =
        ofOpenstack(file, "installer", rules)
            .flatMap(value -> value.section(Keys.INSTALLER))
            .flatMap(serverReader::installer);
    Section bmc =
        file.get("bmc")
            .flatMap(value -> value.section(Keys.BMC))
            .orElseGet(() -> new Section(file.value(), Map.of()));
    PlacementReader.Entry placement =
        bmc.get("placement")
            .map(value -> new PlacementReader(rules, serverReader, installer).read(value))
            .orElseGet(PlacementReader.Entry.Here::new);
    Identifiers identifiers =
        new Identifiers(name, givenMacs(entries, servers, installer, placement));
    List<NodeSpec> nodes = entries.stream().map(entry -> entry.node(identifiers)).toList();
    BmcReader bmcReader =
        new BmcReader(
            rules,
            placement.placement(identifiers),
            placement.runsOn().flatMap(ServerEntry::firstNetwork),
            networks.networks());
    BmcSpec bmcSpec = bmcReader.read(bmc, Math.max(1, entries.size()));
    BootReader bootReader = new BootReader(rules, bmcSpec.placement());
    Rack rack =
        new Rack(
            name,
            cloud.orElse(CloudReader.DEFAULT),
            networks.networks(),
            nodes,
            bmcSpec,
            bootReader.read(
                file.get("boot")
                    .flatMap(value -> value.section(Keys.BOOT))
                    .orElseGet(() -> new Section(file.value(), Map.of()))),
            ofOpenstack(file, "routers", rules).map(RouterReader::list).orElse(List.of()),
            servers.stream().map(entry -> entry.server(identifiers)).toList(),
            installer.map(entry -> entry.server(identifiers)),
            file.get("sync").flatMap(new SyncReader(rules, roles(nodes))::read));
    checkPools(rack, networks);
    return rack;
  }

  private static Set<String> roles(List<NodeSpec> nodes) {
    return nodes.stream().map(NodeSpec::role).collect(Collectors.toSet());
  }

  /** What a file for another cloud must not have is not looked into. */
  private static Optional<Value> ofOpenstack(Section file, String key, CloudRules rules) {
    return file.get(key).filter(_ -> !rules.isLocal());
  }

  private static Set<MacAddress> givenMacs(
      List<NodeEntry> nodes,
      List<ServerEntry> servers,
      Optional<ServerEntry> installer,
      PlacementReader.Entry placement) {
    return Stream.of(
            nodes.stream()
                .flatMap(entry -> entry.nics().stream())
                .flatMap(nic -> nic.mac().stream()),
            servers.stream().flatMap(ServerEntry::macs),
            installer.stream().flatMap(ServerEntry::macs),
            placement.runsOn().stream().flatMap(ServerEntry::macs))
        .flatMap(macs -> macs)
        .collect(Collectors.toSet());
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
