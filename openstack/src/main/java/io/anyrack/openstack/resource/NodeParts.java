package io.anyrack.openstack.resource;

import io.anyrack.openstack.dhcp.BootOption;
import io.anyrack.openstack.dhcp.ToldInPhases;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.Secret;
import io.anyrack.rack.plan.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * The parts of nodes.
 *
 * @param rack whose nodes
 * @param zone of servers and volumes
 */
record NodeParts(Rack rack, Optional<String> zone) {

  List<Part<?>> of(NodeSpec node, NodeShape shape) {
    Subject subject = new Subject(Plan.Kind.NODE, node.name());
    List<Part<?>> parts = new ArrayList<>();
    for (NodeShape.Disk disk : shape.disks()) {
      if (disk.volume()) {
        parts.add(
            new VolumePart(
                VolumePart.key(node.name(), disk.name()),
                subject,
                disk.sizeGib().orElse(1),
                disk.type(),
                ImageRef.of(disk.source()),
                zone));
      }
    }
    List<Key> ports = new ArrayList<>();
    Map<String, Integer> ordinals = new HashMap<>();
    for (Nic nic : node.nics()) {
      PortPart port =
          new PortPart(
              PortPart.key(portName(node.name(), nic.network(), ordinals)),
              subject,
              WantedPort.of(nic, network(nic), List.of(WantedPort.Group.own(GroupPart.NODES)))
                  .withOptions(BootOption.of(nic, network(nic), rack.boot()))
                  .inPhases(ToldInPhases.of(nic, network(nic), rack.boot())));
      parts.add(port);
      ports.add(port.key());
    }
    parts.add(new ServerPart(server(subject, node, shape, ports)));
    return parts;
  }

  /** {@code node/network}, and {@code node/network/2} for a second one on the same network. */
  static String portName(String server, String network, Map<String, Integer> ordinals) {
    int ordinal = ordinals.merge(network, 1, Integer::sum);
    return server + "/" + network + (ordinal == 1 ? "" : "/" + ordinal);
  }

  private Network network(Nic nic) {
    return rack.network(nic.network())
        .orElseThrow(() -> new IllegalArgumentException("no network " + nic.network()));
  }

  private WantedServer server(Subject subject, NodeSpec node, NodeShape shape, List<Key> ports) {
    Map<String, String> facets = new LinkedHashMap<>();
    facets.put(Facets.FLAVOR, shape.flavor().name());
    facets.put(
        Facets.DISKS,
        Facets.fitting(
            shape.disks().stream()
                .map(disk -> shown(disk, node))
                .collect(Collectors.joining(", "))));
    shape.image().ifPresent(image -> facets.put(Facets.IMAGE, shown(image, node)));
    Optional<Secret> userData = Facets.userData("node " + node.name(), node.userData());
    userData.ifPresent(data -> facets.put(Facets.USER_DATA, Facets.hash(data.reveal())));
    return new WantedServer(
        subject,
        true,
        shape.flavor(),
        shape.image().flatMap(ImageRef::of),
        shape.disks().stream().map(disk -> disk(disk, node)).toList(),
        ports,
        node.nics().stream()
            .map(nic -> NicChanges.mark(nic.mac().toString()))
            .collect(Collectors.joining(",")),
        Optional.empty(),
        Optional.empty(),
        zone,
        userData,
        false,
        facets,
        shape.metadata(),
        shape.media().stream().findFirst().map(MediumPart::key),
        List.of(
            "flavor " + shape.flavor().name(),
            "boot method " + shape.method().name().toLowerCase(Locale.ROOT)));
  }

  private static WantedServer.Disk disk(NodeShape.Disk disk, NodeSpec node) {
    return new WantedServer.Disk(
        disk.volume() ? Optional.of(VolumePart.key(node.name(), disk.name())) : Optional.empty(),
        disk.volume() ? Optional.empty() : ImageRef.of(disk.source()),
        disk.volume() ? OptionalInt.empty() : disk.sizeGib(),
        disk.bootIndex(),
        disk.deviceType(),
        disk.bus());
  }

  private static String shown(NodeShape.Disk disk, NodeSpec node) {
    return disk.name()
        + " "
        + shown(disk.source(), node)
        + (disk.volume() ? " volume" : " local")
        + (disk.sizeGib().isPresent() ? " " + disk.sizeGib().getAsInt() + " GiB" : "")
        + disk.deviceType().map(type -> " " + type).orElse("")
        + disk.bus().map(bus -> " " + bus).orElse("");
  }

  /** A newer medium is no reason to make a node anew, so its name is not said. */
  private static String shown(NodeShape.Source source, NodeSpec node) {
    return switch (source) {
      case NodeShape.Source.Blank() -> "blank";
      case NodeShape.Source.OfMedium _ -> "ipxe";
      case NodeShape.Source.OfImage(var id) -> node.hosting().image().orElse(id);
    };
  }
}
