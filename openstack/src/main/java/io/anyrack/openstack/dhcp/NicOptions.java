package io.anyrack.openstack.dhcp;

import io.anyrack.openstack.neutron.Port.DhcpOption;
import io.anyrack.rack.model.Nic;
import java.util.List;
import java.util.Set;

/** The DHCP options that the rack file gives to a port, as Neutron has them. */
public final class NicOptions {
  /** Neutron takes no empty value for other options. */
  private static final Set<String> MAY_BE_EMPTY = Set.of("router", "classless-static-route");

  private NicOptions() {}

  /** Those of a port. */
  public static List<DhcpOption> of(Nic nic) {
    return nic.dhcpOptions().stream()
        .filter(option -> !option.value().isEmpty() || MAY_BE_EMPTY.contains(option.name()))
        .map(option -> option(option, option.option().version()))
        .toList();
  }

  /**
   * As Neutron has it, which puts {@code option:} and {@code option6:} before names itself and
   * knows iPXE on IPv6 by a tag of its own.
   */
  private static DhcpOption option(Nic.DhcpOption option, int version) {
    String name = option.name().replaceFirst("option6?:", "");
    return new DhcpOption(
        version == 6 ? name.replaceFirst("^(tag:!?)ipxe,", "$1ipxe6,") : name,
        option.value(),
        version);
  }
}
