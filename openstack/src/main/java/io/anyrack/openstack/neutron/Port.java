package io.anyrack.openstack.neutron;

import io.anyrack.openstack.http.Fields;
import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.IpPrefix;
import java.util.List;
import java.util.Optional;

/**
 * A port as Neutron tells it.
 *
 * @param id its UUID
 * @param name for people
 * @param description as given when it was made
 * @param network the network's id
 * @param mac its Ethernet address, in lower case
 * @param fixedIps its addresses
 * @param securityGroups ids
 * @param allowedPairs what the guard lets through beside the port's own addresses
 * @param dhcpOptions told to the port's client
 * @param portSecurity whether it is guarded
 * @param adminUp whether it may carry packets
 * @param status such as {@code ACTIVE} or {@code DOWN}
 * @param deviceOwner what kind of thing uses it, such as {@code compute:nova}
 * @param deviceId which one
 * @param tags its tags
 * @param revision grows with each change
 */
public record Port(
    String id,
    String name,
    String description,
    String network,
    String mac,
    List<FixedIp> fixedIps,
    List<String> securityGroups,
    List<AddressPair> allowedPairs,
    List<DhcpOption> dhcpOptions,
    boolean portSecurity,
    boolean adminUp,
    String status,
    String deviceOwner,
    String deviceId,
    List<String> tags,
    long revision)
    implements Found {
  /** Copies the lists. */
  public Port {
    fixedIps = List.copyOf(fixedIps);
    securityGroups = List.copyOf(securityGroups);
    allowedPairs = List.copyOf(allowedPairs);
    dhcpOptions = List.copyOf(dhcpOptions);
    tags = List.copyOf(tags);
  }

  /** An address on a subnet. */
  public record FixedIp(String subnet, String address) {}

  /**
   * What the guard lets through.
   *
   * @param cidr one address or a network
   * @param mac empty: the port's own
   */
  public record AddressPair(String cidr, Optional<String> mac) {
    /** The addresses. Neutron also keeps networks with host bits in them. */
    public IpPrefix addresses() {
      int slash = cidr.indexOf('/');
      return slash < 0
          ? IpPrefix.parse(cidr)
          : IpPrefix.around(
              IpAddress.parse(cidr.substring(0, slash)),
              Integer.parseInt(cidr.substring(slash + 1)));
    }
  }

  /** A DHCP option; {@code ipVersion} 4 or 6. */
  public record DhcpOption(String name, String value, int ipVersion) {}

  static Port read(Fields port) {
    return new Port(
        port.text("id"),
        port.text("name"),
        port.text("description"),
        port.text("network_id"),
        port.text("mac_address"),
        port.list("fixed_ips", ip -> new FixedIp(ip.text("subnet_id"), ip.text("ip_address"))),
        port.texts("security_groups"),
        port.list(
            "allowed_address_pairs",
            pair -> new AddressPair(pair.text("ip_address"), pair.optional("mac_address"))),
        port.list(
            "extra_dhcp_opts",
            option ->
                new DhcpOption(
                    option.text("opt_name"),
                    option.text("opt_value"),
                    option.number("ip_version", 4))),
        port.flag("port_security_enabled", true),
        port.flag("admin_state_up", true),
        port.text("status"),
        port.text("device_owner"),
        port.text("device_id"),
        port.texts("tags"),
        port.longNumber("revision_number", 0));
  }
}
