package io.anyrack.openstack.resource;

import io.anyrack.openstack.neutron.SecurityGroup.Rule;
import io.anyrack.openstack.nova.Keypair;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Network.Guard;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.ServerSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All parts a rack needs, what others need before them.
 *
 * @param rack the rack
 * @param shapes of its nodes, by name
 * @param facts of the cloud
 * @param keypairs of the user
 * @param media the boot media of the shapes
 * @param publicKey for servers that name no key pair
 */
record Wanted(
    Rack rack,
    Map<String, NodeShape> shapes,
    CloudFacts facts,
    List<Keypair> keypairs,
    List<MediumPart> media,
    Supplier<String> publicKey) {
  /** Where BMCs answer whose ports were not chosen: FreeIPMI cannot reach higher ones. */
  private static final int FIRST_BMC_PORT = 16384;

  private static final int LAST_BMC_PORT = 32767;

  /** The shapes of a rack's nodes. */
  static Map<String, NodeShape> shapes(Rack rack, NodeShapes shapes, CloudFacts facts) {
    Map<String, NodeShape> all = new LinkedHashMap<>();
    rack.nodes().forEach(node -> all.put(node.name(), shapes.shape(node, rack, facts)));
    return all;
  }

  /** The boot media of shapes. */
  static Set<Medium> media(Map<String, NodeShape> shapes) {
    Set<Medium> media = new LinkedHashSet<>();
    for (NodeShape shape : shapes.values()) {
      Stream.concat(shape.image().stream(), shape.disks().stream().map(NodeShape.Disk::source))
          .forEach(
              source -> {
                if (source instanceof NodeShape.Source.OfMedium(var medium)) {
                  media.add(medium);
                }
              });
      media.addAll(shape.media());
    }
    return media;
  }

  List<Part<?>> parts(Scene scene) {
    List<Part<?>> parts = new ArrayList<>();
    List<Network> own =
        rack.networks().stream().filter(network -> !network.routing().existing()).toList();
    own.forEach(network -> parts.add(new NetworkPart(network)));
    own.forEach(
        network ->
            parts.add(new SubnetPart(network, Optional.empty(), CloudPool.of(network, rack))));
    own.stream()
        .filter(network -> network.routing().ipv6().isPresent())
        .forEach(
            network -> parts.add(new SubnetPart(network, network.routing().ipv6(), List.of())));
    rack.routers()
        .forEach(
            router ->
                parts.add(
                    new RouterPart(
                        router,
                        router
                            .external()
                            .map(name -> scene.existingNetwork(name, "router " + router.name())))));
    List<InterfacePart> interfaces = own.stream().flatMap(this::interfaces).toList();
    parts.addAll(interfaces);
    groups().forEach(parts::add);
    String keypair = scene.tags().keypair(scene.project().id());
    if (rack.allServers().stream().anyMatch(server -> server.keypair().isEmpty())) {
      Optional<Keypair> there =
          keypairs.stream().filter(each -> each.name().equals(keypair)).findFirst();
      parts.add(new KeypairPart(keypair, there, publicKey));
    }
    parts.addAll(media);
    NodeParts nodes = new NodeParts(rack, zone(rack));
    for (NodeSpec node : rack.nodes()) {
      NodeShape shape = shapes.get(node.name());
      if (shape != null) {
        parts.addAll(nodes.of(node, shape));
      }
    }
    ServerParts servers =
        new ServerParts(
            rack, zone(rack), facts, keypair, interfaces.stream().map(InterfacePart::key).toList());
    rack.allServers().forEach(server -> parts.addAll(servers.of(server)));
    return parts;
  }

  private static Optional<String> zone(Rack rack) {
    return rack.cloud() instanceof CloudSpec.Openstack openstack
        ? openstack.availabilityZone()
        : Optional.empty();
  }

  private Stream<InterfacePart> interfaces(Network network) {
    Optional<String> router = network.routing().router();
    if (router.isEmpty()) {
      return Stream.empty();
    }
    boolean own = rack.routers().stream().anyMatch(each -> each.name().equals(router.get()));
    Stream<InterfacePart> first = Stream.of(new InterfacePart(network, false, own));
    return network.routing().ipv6().isPresent()
        ? Stream.concat(first, Stream.of(new InterfacePart(network, true, own)))
        : first;
  }

  private List<GroupPart> groups() {
    List<GroupPart> groups = new ArrayList<>();
    Set<Rule> inside = new LinkedHashSet<>();
    for (Network network : rack.networks()) {
      inside.add(GroupPart.from(network.cidr().toString()));
      network.routing().ipv6().ifPresent(ipv6 -> inside.add(GroupPart.from(ipv6.cidr())));
    }
    boolean nodes =
        rack.nodes().stream()
            .flatMap(node -> node.nics().stream())
            .anyMatch(nic -> nic.guard() != Guard.OFF);
    if (nodes) {
      groups.add(new GroupPart(GroupPart.NODES, inside));
    }
    if (rack.allServers().stream().anyMatch(Wanted::needsGroup)) {
      inside.add(GroupPart.to("IPv4", "tcp", 22, 22));
      inside.add(GroupPart.to("IPv6", "tcp", 22, 22));
      rack.bmcServer().ifPresent(_ -> inside.add(bmcs()));
      rack.bmcServer().flatMap(_ -> redfish()).ifPresent(inside::add);
      groups.add(new GroupPart(GroupPart.SERVERS, inside));
    }
    return groups;
  }

  private static boolean needsGroup(ServerSpec server) {
    return server.securityGroups().isEmpty()
        && server.ports().stream()
            .anyMatch(
                port ->
                    switch (port) {
                      case ServerSpec.Port.OnCloud _ -> true;
                      case ServerSpec.Port.OnRack(var nic) -> nic.guard() != Guard.OFF;
                    });
  }

  /**
   * From anywhere: who uses a BMC is mostly outside of the project, at addresses that the rack file
   * does not tell. Who wants less names security groups of the project for that server.
   */
  private Rule bmcs() {
    BmcSpec bmc = rack.bmc();
    if (bmc.port() == 0) {
      return GroupPart.to("IPv4", "udp", FIRST_BMC_PORT, LAST_BMC_PORT);
    }
    int more =
        bmc.addressing() == BmcSpec.Addressing.PER_PORT ? Math.max(0, rack.nodes().size() - 1) : 0;
    return GroupPart.to("IPv4", "udp", bmc.port(), Math.min(65535, bmc.port() + more));
  }

  /** The root of the rack and, behind it, those of its nodes; free ports are not known here. */
  private Optional<Rule> redfish() {
    return rack.bmc()
        .redfish()
        .map(BmcSpec.Redfish::port)
        .filter(port -> port != 0)
        .map(
            port -> GroupPart.to("IPv4", "tcp", port, Math.min(65535, port + rack.nodes().size())));
  }
}
