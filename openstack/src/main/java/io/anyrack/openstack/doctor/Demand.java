package io.anyrack.openstack.doctor;

import io.anyrack.openstack.nova.Flavor;
import io.anyrack.openstack.resource.NodeShape;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.ServerSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a rack needs of what projects have quotas for.
 *
 * @param servers servers
 * @param cores their processors
 * @param ramMib their main memory
 * @param volumes volumes
 * @param volumeGib of all together
 * @param network what it needs of Neutron, by its names of quotas, such as {@code port}
 */
record Demand(
    long servers,
    long cores,
    long ramMib,
    long volumes,
    long volumeGib,
    Map<String, Long> network) {
  Demand {
    network = Collections.unmodifiableMap(new LinkedHashMap<>(network)); // keeps the order
  }

  /**
   * What {@code rack} needs.
   *
   * @param nodes the shapes of its nodes
   * @param flavors of its other servers
   */
  static Demand of(Rack rack, List<NodeShape> nodes, List<Flavor> flavors) {
    long cores = 0;
    long ram = 0;
    long volumes = 0;
    long gib = 0;
    for (NodeShape node : nodes) {
      cores += node.flavor().vcpus();
      ram += node.flavor().ramMib();
      for (NodeShape.Disk disk : node.disks()) {
        if (disk.volume()) {
          volumes++;
          gib += disk.sizeGib().orElse(0);
        }
      }
    }
    for (Flavor flavor : flavors) {
      cores += flavor.vcpus();
      ram += flavor.ramMib();
    }
    for (ServerSpec server : rack.allServers()) {
      volumes += server.diskGib() > 0 ? 1 : 0;
      gib += server.diskGib();
    }
    return new Demand(
        nodes.size() + rack.allServers().size(), cores, ram, volumes, gib, network(rack));
  }

  private static Map<String, Long> network(Rack rack) {
    List<Network> own =
        rack.networks().stream().filter(network -> !network.routing().existing()).toList();
    long routed = count(own, network -> network.routing().router().isPresent());
    long served = count(own, network -> network.dhcp() == Network.Dhcp.CLOUD);
    long ports =
        rack.nodes().stream().mapToLong(node -> node.nics().size()).sum()
            + rack.allServers().stream().mapToLong(server -> server.ports().size()).sum()
            + routed
            + served;
    Map<String, Long> needs = new LinkedHashMap<>();
    needs.put("network", (long) own.size());
    needs.put("subnet", own.size() + count(own, network -> network.routing().ipv6().isPresent()));
    needs.put("port", ports);
    needs.put("router", (long) rack.routers().size());
    needs.put("security_group", 1L);
    needs.put(
        "floatingip",
        rack.allServers().stream()
            .filter(server -> server.floatingIp() instanceof ServerSpec.FloatingIp.New)
            .count());
    return needs;
  }

  private static long count(List<Network> networks, Predicate<Network> which) {
    return networks.stream().filter(which).count();
  }
}
