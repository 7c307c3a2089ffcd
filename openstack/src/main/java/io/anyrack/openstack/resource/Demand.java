package io.anyrack.openstack.resource;

import io.anyrack.openstack.cinder.Volume;
import io.anyrack.openstack.neutron.FloatingIp;
import io.anyrack.openstack.neutron.Network;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.Router;
import io.anyrack.openstack.neutron.SecurityGroup;
import io.anyrack.openstack.neutron.Subnet;
import io.anyrack.openstack.nova.Flavor;
import io.anyrack.openstack.nova.Server;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.rack.file.BmcNetworks;
import io.anyrack.rack.model.Network.Dhcp;
import io.anyrack.rack.model.Network.Ipv6;
import io.anyrack.rack.model.Rack;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is still to be made of a rack, of what projects have quotas for: of a rack that is up,
 * nothing. What goes at the same time makes room.
 *
 * @param compute servers, their {@code cores} and their main memory {@code ram} in MiB
 * @param storage {@code volumes}, and {@code gib} of all together
 * @param network of Neutron, by its names of quotas, such as {@code port}
 */
public record Demand(
    Map<String, Long> compute, Map<String, Long> storage, Map<String, Long> network) {
  /** Servers. */
  public static final String SERVERS = "servers";

  /** Their processors. */
  public static final String CORES = "cores";

  /** Their main memory. */
  public static final String RAM = "ram";

  /** Volumes. */
  public static final String VOLUMES = "volumes";

  /** Of all volumes together. */
  public static final String GIB = "gib";

  private static final String GROUPS = "security_group";
  private static final String PORTS = "port";

  /** Keeps the order. */
  public Demand {
    compute = Collections.unmodifiableMap(new LinkedHashMap<>(compute));
    storage = Collections.unmodifiableMap(new LinkedHashMap<>(storage));
    network = Collections.unmodifiableMap(new LinkedHashMap<>(network));
  }

  /**
   * What {@code written} still needs; asks, and changes nothing.
   *
   * @param shapes of its nodes, by name; one that cannot be had is left out
   * @throws io.anyrack.rack.cloud.CloudException if it names something that the project does not
   *     have
   */
  public static Demand of(
      Project project, Rack written, Map<String, NodeShape> shapes, CloudFacts facts) {
    Rack rack = BmcNetworks.with(written);
    RackTags tags = new RackTags(rack.name());
    Scene scene = Scene.of(project, tags, Survey.of(project, tags), Patience.USUAL);
    // Key pairs and boot media have no quota that a project can ask for.
    Wanted wanted = new Wanted(rack, shapes, facts, List.of(), List.of(), () -> "");
    Comparison comparison = Comparison.of(wanted.parts(scene), scene);
    Count count = new Count(facts.flavors());
    comparison.decisions().forEach(count::more);
    comparison.leftovers().forEach(each -> count.less(each.resource()));
    return count.demand();
  }

  /** Counts. */
  private static final class Count {
    private final List<Flavor> flavors;
    private final Map<String, Long> compute = new LinkedHashMap<>();
    private final Map<String, Long> storage = new LinkedHashMap<>();
    private final Map<String, Long> network = new LinkedHashMap<>();

    Count(List<Flavor> flavors) {
      this.flavors = flavors;
    }

    private static void add(Map<String, Long> to, String what, long more) {
      to.merge(what, more, Long::sum);
    }

    void more(Decision<?> decision) {
      if (!decision.verdict().anew()) {
        return;
      }
      // What is made anew takes the place of what was there.
      decision.found().ifPresent(found -> less(found.resource()));
      switch (decision.part()) {
        case NetworkPart part -> {
          add(network, "network", 1);
          add(network, PORTS, served(part.wanted()) ? 1 : 0);
        }
        case SubnetPart _ -> add(network, "subnet", 1);
        case PortPart _, InterfacePart _ -> add(network, PORTS, 1);
        case RouterPart _ -> add(network, "router", 1);
        case FloatingIpPart _ -> add(network, "floatingip", 1);
        case GroupPart _ -> add(network, GROUPS, 1);
        case VolumePart part -> {
          add(storage, VOLUMES, 1);
          add(storage, GIB, part.sizeGib());
        }
        case ServerPart part -> server(part.wanted().flavor(), 1);
        case KeypairPart _, MediumPart _ -> {}
      }
    }

    /** Whether the cloud's DHCP has a port there. */
    private static boolean served(io.anyrack.rack.model.Network wanted) {
      return wanted.dhcp() == Dhcp.CLOUD
          || wanted.routing().ipv6().filter(each -> each.mode() != Ipv6.Mode.INSTALLER).isPresent();
    }

    private void server(Flavor flavor, int sign) {
      add(compute, SERVERS, sign);
      add(compute, CORES, (long) sign * flavor.vcpus());
      add(compute, RAM, (long) sign * flavor.ramMib());
    }

    void less(Object resource) {
      switch (resource) {
        case Network _ -> add(network, "network", -1);
        case Subnet _ -> add(network, "subnet", -1);
        case Port _ -> add(network, PORTS, -1);
        case Router _ -> add(network, "router", -1);
        case FloatingIp _ -> add(network, "floatingip", -1);
        case SecurityGroup _ -> add(network, GROUPS, -1);
        case Volume volume -> {
          add(storage, VOLUMES, -1);
          add(storage, GIB, -volume.sizeGib());
        }
        case Server server ->
            flavors.stream()
                .filter(
                    each ->
                        each.name().equals(server.flavor()) || each.id().equals(server.flavor()))
                .findFirst()
                .ifPresentOrElse(flavor -> server(flavor, -1), () -> add(compute, SERVERS, -1));
        default -> throw new IllegalArgumentException("not of a rack: " + resource);
      }
    }

    Demand demand() {
      boolean any =
          List.of(compute, storage, network).stream()
              .anyMatch(each -> each.values().stream().anyMatch(more -> more > 0));
      if (any) {
        add(network, GROUPS, 1); // the claim on the rack while it is changed
      }
      return new Demand(compute, storage, network);
    }
  }
}
