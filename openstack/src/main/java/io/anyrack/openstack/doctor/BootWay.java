package io.anyrack.openstack.doctor;

import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import java.util.List;

/** Whether nodes reach the boot server of their rack. */
public final class BootWay {
  private BootWay() {}

  /**
   * The networks nodes are to boot from whose nodes do not reach it: those without a router, when
   * the service is outside of the project.
   */
  static List<Network> cutOff(Rack rack) {
    if (!(rack.bmc().placement() instanceof BmcSpec.Placement.Here)) {
      return List.of();
    }
    return rack.nodes().stream()
        .filter(node -> node.hosting().image().isEmpty())
        .flatMap(node -> node.nics().stream().limit(1))
        .map(nic -> nic.network())
        .distinct()
        .flatMap(name -> rack.network(name).stream())
        .filter(network -> network.gatewayOn(rack.cloud()).isEmpty())
        .toList();
  }

  /** What to do about a network that is cut off. */
  static String remedy(Network network) {
    return "say `routers: [{ name: edge, external: NETWORK }]` with the name of the cloud's"
        + " external network and `router: edge` for the network "
        + network.name()
        + ", or let the service run in the project: `bmc: { placement: vm }`";
  }

  /** What the user should know, a line for each network. */
  public static List<String> warnings(Rack rack) {
    return cutOff(rack).stream()
        .map(
            network ->
                "network "
                    + network.name()
                    + " has no router: "
                    + nodes(rack, network)
                    + " cannot boot from the network, for the boot server is on this machine; "
                    + remedy(network))
        .toList();
  }

  private static String nodes(Rack rack, Network network) {
    List<String> names =
        rack.nodes().stream()
            .filter(
                node ->
                    node.nics().stream()
                        .findFirst()
                        .filter(nic -> nic.network().equals(network.name()))
                        .isPresent())
            .map(NodeSpec::name)
            .toList();
    return Names.few(names);
  }
}
