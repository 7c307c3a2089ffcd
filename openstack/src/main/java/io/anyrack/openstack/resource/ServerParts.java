package io.anyrack.openstack.resource;

import io.anyrack.openstack.glance.Image;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.Router;
import io.anyrack.openstack.nova.Flavor;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.RouterSpec;
import io.anyrack.rack.model.Secret;
import io.anyrack.rack.model.ServerSpec;
import io.anyrack.rack.model.ServerSpec.FloatingIp;
import io.anyrack.rack.plan.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The parts of servers that are no nodes.
 *
 * @param rack whose servers
 * @param zone of servers and volumes
 * @param facts of the cloud
 * @param keypair the name of the rack's own key pair
 * @param ways the rack's routers' ports, through which floating IPs lead
 */
record ServerParts(
    Rack rack, Optional<String> zone, CloudFacts facts, String keypair, List<Key> ways) {
  ServerParts {
    ways = List.copyOf(ways);
  }

  List<Part<?>> of(ServerSpec server) {
    Subject subject = new Subject(Plan.Kind.SERVER, server.name());
    Image image = image(server);
    List<Part<?>> parts = new ArrayList<>();
    Key root = VolumePart.key(server.name(), "root");
    if (server.diskGib() > 0) {
      parts.add(
          new VolumePart(
              root,
              subject,
              server.diskGib(),
              Optional.empty(),
              Optional.of(new ImageRef.Given(image.id())),
              zone));
    }
    List<Key> ports = new ArrayList<>();
    List<String> marks = new ArrayList<>();
    Map<String, Integer> ordinals = new HashMap<>();
    List<WantedPort.Group> groups =
        server.securityGroups().isEmpty()
            ? List.of(WantedPort.Group.own(GroupPart.SERVERS))
            : server.securityGroups().stream().map(WantedPort.Group::existing).toList();
    for (ServerSpec.Port port : server.ports()) {
      String name = NodeParts.portName(server.name(), networkName(port), ordinals);
      WantedPort wanted =
          switch (port) {
            case ServerSpec.Port.OnRack(var nic) ->
                WantedPort.of(nic, network(nic.network()), groups);
            case ServerSpec.Port.OnCloud(var network, var address) ->
                WantedPort.onCloud(network, address, groups);
          };
      if (ports.isEmpty() && isBmcServer(server)) {
        BmcRange range = new BmcRange(rack);
        wanted = wanted.withPairs(range.pairs());
        parts.addAll(range.reserved(subject, wanted));
      }
      parts.add(new PortPart(PortPart.key(name), subject, wanted));
      ports.add(PortPart.key(name));
      marks.add(
          NicChanges.mark(wanted.mac().map(Object::toString).orElseGet(() -> Facets.hash(name))));
    }
    parts.add(
        new ServerPart(
            server(
                subject,
                server,
                image,
                server.diskGib() > 0 ? Optional.of(root) : Optional.empty(),
                ports,
                String.join(",", marks))));
    floating(server, subject, ports).ifPresent(parts::add);
    return parts;
  }

  private boolean isBmcServer(ServerSpec server) {
    return rack.bmcServer().filter(each -> each.name().equals(server.name())).isPresent();
  }

  /** Whether the installer, and not the cloud, answers on 169.254.169.254 where the server is. */
  private boolean withoutMetadata(ServerSpec server) {
    return server.nics().stream()
        .map(nic -> network(nic.network()))
        .anyMatch(network -> network.metadata() instanceof Network.Metadata.Installer);
  }

  private WantedServer server(
      Subject subject,
      ServerSpec server,
      Image image,
      Optional<Key> root,
      List<Key> ports,
      String marks) {
    Map<String, String> facets = new LinkedHashMap<>();
    facets.put(Facets.FLAVOR, server.flavor());
    facets.put(Facets.IMAGE, Facets.fitting(server.image()));
    facets.put(Facets.DISKS, root.isPresent() ? "root volume" : "local");
    Optional<Secret> userData = Facets.userData("server " + server.name(), server.userData());
    userData.ifPresent(data -> facets.put(Facets.USER_DATA, Facets.hash(data.reveal())));
    boolean ownKey = server.keypair().isEmpty();
    return new WantedServer(
        subject,
        false,
        flavor(server),
        root.isPresent() ? Optional.empty() : Optional.of(new ImageRef.Given(image.id())),
        root.stream()
            .map(
                volume ->
                    new WantedServer.Disk(
                        Optional.of(volume),
                        Optional.empty(),
                        OptionalInt.empty(),
                        OptionalInt.of(0),
                        Optional.empty(),
                        Optional.empty()))
            .toList(),
        ports,
        marks,
        Optional.of(server.keypair().orElse(keypair)),
        ownKey ? Optional.of(KeypairPart.KEY) : Optional.empty(),
        zone,
        userData,
        withoutMetadata(server),
        facets,
        Map.of(),
        Optional.empty(),
        List.of("image " + server.image(), "flavor " + server.flavor()));
  }

  private Flavor flavor(ServerSpec server) {
    return facts.flavors().stream()
        .filter(each -> each.name().equals(server.flavor()) || each.id().equals(server.flavor()))
        .findFirst()
        .orElseThrow(
            () ->
                new CloudException(
                    "server %s wants the flavor %s, which the project does not have; it has %s"
                        .formatted(
                            server.name(),
                            server.flavor(),
                            String.join(
                                ", ", facts.flavors().stream().map(Flavor::name).toList()))));
  }

  private Image image(ServerSpec server) {
    List<Image> found =
        facts.images().stream()
            .filter(each -> each.name().equals(server.image()) || each.id().equals(server.image()))
            .toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw new CloudException(
        found.isEmpty()
            ? "server %s wants the image %s, which the project does not have; `openstack image list`"
                    .formatted(server.name(), server.image())
                + " shows what it has"
            : "server %s wants the image %s, and %d images are called so; give its id"
                .formatted(server.name(), server.image(), found.size()));
  }

  private Network network(String name) {
    return rack.network(name).orElseThrow(() -> new IllegalArgumentException("no network " + name));
  }

  private static String networkName(ServerSpec.Port port) {
    return switch (port) {
      case ServerSpec.Port.OnRack(var nic) -> nic.network();
      case ServerSpec.Port.OnCloud(var network, _) -> network;
    };
  }

  private Optional<FloatingIpPart> floating(ServerSpec server, Subject subject, List<Key> ports) {
    if (ports.isEmpty()) {
      return Optional.empty();
    }
    return switch (server.floatingIp()) {
      case FloatingIp.None() -> Optional.empty();
      case FloatingIp.Existing(var address) ->
          Optional.of(
              new FloatingIpPart(subject, ports.getFirst(), Optional.of(address), _ -> "", ways));
      case FloatingIp.New(var network) ->
          Optional.of(
              new FloatingIpPart(
                  subject,
                  ports.getFirst(),
                  Optional.empty(),
                  scene ->
                      network
                          .map(name -> scene.existingNetwork(name, "server " + server.name()))
                          .orElseGet(() -> behind(server, scene)),
                  ways));
    };
  }

  /** The external network behind the router of a server's first port. */
  private String behind(ServerSpec server, Scene scene) {
    Stream<String> routers =
        switch (server.ports().getFirst()) {
          case ServerSpec.Port.OnRack(var nic) -> routers(network(nic.network()), scene);
          case ServerSpec.Port.OnCloud(var network, _) ->
              routersOn(scene.existingNetwork(network, "server " + server.name()), scene);
        };
    List<String> external = routers.distinct().toList();
    if (external.size() == 1) {
      return external.getFirst();
    }
    throw new CloudException(
        "server %s: %s; name the external network of its floating IP"
            .formatted(
                server.name(),
                external.isEmpty()
                    ? "no router with an external gateway is on its first network"
                    : "its first network has routers to several external networks"));
  }

  private Stream<String> routers(Network network, Scene scene) {
    if (network.routing().existing()) {
      return routersOn(scene.existingNetwork(network.name(), "network " + network.name()), scene);
    }
    String router = network.routing().router().orElse("");
    Optional<RouterSpec> own =
        rack.routers().stream().filter(each -> each.name().equals(router)).findFirst();
    if (own.isPresent()) {
      return own.get().external().stream()
          .map(name -> scene.existingNetwork(name, "router " + router));
    }
    return scene.survey().routers().all().stream()
        .filter(each -> each.name().equals(router) || each.id().equals(router))
        .flatMap(each -> each.external().stream());
  }

  private static Stream<String> routersOn(String network, Scene scene) {
    List<String> ids =
        scene.survey().ports().all().stream()
            .filter(port -> port.network().equals(network) && InterfacePart.isInterface(port))
            .map(Port::deviceId)
            .toList();
    return scene.survey().routers().all().stream()
        .filter(router -> ids.contains(router.id()))
        .map(Router::external)
        .flatMap(Optional::stream);
  }
}
