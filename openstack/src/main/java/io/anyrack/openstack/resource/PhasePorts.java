package io.anyrack.openstack.resource;

import io.anyrack.openstack.dhcp.ToldInPhases;
import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.Neutron;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.Port.DhcpOption;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.model.BootPhases.Phase;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells nodes' ports by DHCP what belongs to a phase of their installation. The phase is a tag of
 * the port, so that whoever makes the rack later, from wherever, leaves it as it is.
 */
public final class PhasePorts {
  private final Neutron neutron;
  private final Rack rack;

  /** Ports of {@code rack} in a project. */
  public PhasePorts(Neutron neutron, Rack rack) {
    this.neutron = neutron;
    this.rack = rack;
  }

  /**
   * Puts the ports of a node into a phase; what is so already is not asked for again.
   *
   * @return how many ports were changed
   * @throws CloudException if a port is not there
   */
  public int put(NodeSpec node, Phase phase) {
    List<Port> ports = neutron.ports().tagged(new RackTags(rack.name()).tag());
    int changed = 0;
    for (Nic nic : node.nics()) {
      Port port =
          ports.stream()
              .filter(each -> each.mac().equalsIgnoreCase(nic.mac().toString()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new CloudException(
                          "the project has no port %s of %s; say `anyrack up` again"
                              .formatted(nic.mac(), node.name())));
      changed += put(port, nic, phase) ? 1 : 0;
    }
    return changed;
  }

  private boolean put(Port port, Nic nic, Phase phase) {
    Network network = rack.network(nic.network()).orElseThrow();
    if (network.dhcp() != Network.Dhcp.CLOUD) {
      return false;
    }
    List<String> tags =
        RackTags.inPhase(
            port.tags(),
            phase == Phase.LOCAL ? Optional.empty() : Optional.of(ToldInPhases.word(phase)));
    boolean tagged = tags.equals(port.tags());
    if (!tagged) {
      // First, so that whoever is interrupted here is gone on with by the next `up`.
      neutron.ports().setTags(port.id(), tags);
    }
    List<DhcpOption> told = ToldInPhases.in(phase, nic, network, rack.boot());
    boolean same = Set.copyOf(told).equals(Set.copyOf(port.dhcpOptions()));
    if (!same) {
      neutron
          .ports()
          .update(port.id(), Attributes.dhcpOptions(Attributes.none(), told, port.dhcpOptions()));
    }
    return !(tagged && same);
  }
}
