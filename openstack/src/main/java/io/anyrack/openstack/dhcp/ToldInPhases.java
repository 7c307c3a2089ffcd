package io.anyrack.openstack.dhcp;

import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.Port.DhcpOption;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.rack.model.BootPhases.Phase;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the cloud's DHCP tells a node's port in each phase of its installation. */
public final class ToldInPhases {
  private ToldInPhases() {}

  /**
   * By the word for the phase in a port's tags; those the rack file says nothing of are left out.
   */
  public static Map<String, List<DhcpOption>> of(Nic nic, Network network, BootSpec boot) {
    Map<String, List<DhcpOption>> told = new HashMap<>();
    for (Phase phase : Phase.values()) {
      if (!boot.phases().of(phase).isEmpty()) {
        told.put(word(phase), in(phase, nic, network, boot));
      }
    }
    return told;
  }

  /** In one phase. */
  public static List<DhcpOption> in(Phase phase, Nic nic, Network network, BootSpec boot) {
    Nic then = then(phase, nic, network, boot);
    return Stream.concat(NicOptions.of(then).stream(), BootOption.of(then, network, boot).stream())
        .toList();
  }

  /**
   * What a port is to be told that is there: in the phase of its tags, if the rack file says
   * something of that. Where it is not known where the boot server is, a boot file that leads to
   * one is left alone.
   */
  public static Set<DhcpOption> due(Port port, Nic nic, Network network, BootSpec boot) {
    Phase phase =
        phase(port.tags()).filter(each -> !boot.phases().of(each).isEmpty()).orElse(Phase.LOCAL);
    Nic then = then(phase, nic, network, boot);
    Set<DhcpOption> due = new HashSet<>(in(phase, nic, network, boot));
    if (boot.address().isEmpty()) {
      port.dhcpOptions().stream()
          .filter(option -> BootOption.mayBe(option, then, network))
          .forEach(due::add);
    }
    return due;
  }

  private static Optional<Phase> phase(List<String> tags) {
    return RackTags.phase(tags)
        .flatMap(
            word -> Stream.of(Phase.values()).filter(each -> word(each).equals(word)).findFirst());
  }

  private static Nic then(Phase phase, Nic nic, Network network, BootSpec boot) {
    return network.dhcp() == Network.Dhcp.CLOUD ? boot.phases().during(phase, nic) : nic;
  }

  /** The word for a phase in tags. */
  public static String word(Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT);
  }
}
