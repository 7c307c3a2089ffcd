package io.anyrack.openstack.resource;

import io.anyrack.openstack.neutron.Port.DhcpOption;
import io.anyrack.rack.model.BootPhases.Phase;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What the cloud's DHCP tells a node's port in each phase of its installation. */
final class ToldInPhases {
  private ToldInPhases() {}

  /**
   * By the word for the phase in a port's tags; those the rack file says nothing of are left out.
   */
  static Map<String, List<DhcpOption>> of(Nic nic, Network network, BootSpec boot) {
    Map<String, List<DhcpOption>> told = new HashMap<>();
    for (Phase phase : Phase.values()) {
      if (!boot.phases().of(phase).isEmpty()) {
        told.put(word(phase), in(phase, nic, network, boot));
      }
    }
    return told;
  }

  /** In one phase. */
  static List<DhcpOption> in(Phase phase, Nic nic, Network network, BootSpec boot) {
    Nic then = network.dhcp() == Network.Dhcp.CLOUD ? boot.phases().during(phase, nic) : nic;
    return Stream.concat(
            WantedPort.options(then).stream(), BootOption.of(then, network, boot).stream())
        .toList();
  }

  static String word(Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT);
  }
}
