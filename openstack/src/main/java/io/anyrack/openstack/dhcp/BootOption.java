package io.anyrack.openstack.dhcp;

import io.anyrack.openstack.neutron.Port.DhcpOption;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.dhcp.OptionName;
import io.anyrack.rack.dhcp.OptionName.Clients;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How the cloud's DHCP sends a node to the rack's boot server. */
public final class BootOption {
  private static final String NAME = "bootfile-name";

  /** RFC 2132 §9.5. */
  private static final int NUMBER = 67;

  private static final int HTTP = 80;
  private static final String SCRIPT = "/boot/${uuid}";

  private BootOption() {}

  /**
   * The boot file of a node's port: its script on the boot server. iPXE puts the server's id for
   * {@code ${uuid}}, by which the boot server knows the node whatever lies between. Nothing where
   * the rack file names a boot file itself, or somebody else answers DHCP.
   */
  public static List<DhcpOption> of(Nic nic, Network network, BootSpec boot) {
    Optional<Ipv4Address> address = boot.address();
    if (address.isEmpty() || !isOurs(nic, network)) {
      return List.of();
    }
    String port = boot.port() == HTTP || boot.port() == 0 ? "" : ":" + boot.port();
    return List.of(new DhcpOption(NAME, "http://" + address.get() + port + SCRIPT, 4));
  }

  /**
   * Whether an option that a port has may be {@link #of its own}, as far as this can be told
   * without knowing where the boot server is.
   */
  static boolean mayBe(DhcpOption option, Nic nic, Network network) {
    return option.name().equals(NAME)
        && option.ipVersion() == 4
        && option.value().startsWith("http://")
        && option.value().endsWith(SCRIPT)
        && isOurs(nic, network);
  }

  private static boolean isOurs(Nic nic, Network network) {
    Set<Clients> named =
        nic.dhcpOptions().stream()
            .map(Nic.DhcpOption::option)
            .filter(option -> option.version() == 4 && option.code() == NUMBER)
            .map(OptionName::clients)
            .collect(Collectors.toSet());
    boolean all =
        named.contains(Clients.ALL)
            || named.containsAll(Set.of(Clients.IPXE, Clients.ALL_BUT_IPXE));
    return !all && network.dhcp() == Network.Dhcp.CLOUD;
  }
}
