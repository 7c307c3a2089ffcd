package io.anyrack.rack.model;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.dhcp.OptionName;
import io.anyrack.rack.dhcp.OptionValue;
import java.util.List;
import java.util.Optional;

/**
 * A node's port on a network.
 *
 * @param network the network's name
 * @param mac unique in the rack
 * @param address its own address; empty: a port without one
 * @param guard the source check of this port
 * @param allowedPairs what the guard lets through beside the port's own addresses
 * @param dhcpOptions told to this port's client beside the network's own options
 */
public record Nic(
    String network,
    MacAddress mac,
    Optional<Ipv4Address> address,
    Network.Guard guard,
    List<AddressPair> allowedPairs,
    List<DhcpOption> dhcpOptions) {

  /** Copies the lists. */
  public Nic {
    allowedPairs = List.copyOf(allowedPairs);
    dhcpOptions = List.copyOf(dhcpOptions);
  }

  /** The same port with {@code address}. */
  public Nic withAddress(Ipv4Address address) {
    return new Nic(network, mac, Optional.of(address), guard, allowedPairs, dhcpOptions);
  }

  /** The same port with another source check. */
  public Nic withGuard(Network.Guard guard) {
    return new Nic(network, mac, address, guard, allowedPairs, dhcpOptions);
  }

  /** The same port with other DHCP options. */
  public Nic withDhcpOptions(List<DhcpOption> dhcpOptions) {
    return new Nic(network, mac, address, guard, allowedPairs, dhcpOptions);
  }

  /**
   * An exception of the guard, as Neutron's {@code allowed_address_pairs}.
   *
   * @param cidr the source addresses let through; a single address is a /32
   * @param mac with which source MAC; empty: the port's own
   */
  public record AddressPair(Ipv4Network cidr, Optional<MacAddress> mac) {}

  /**
   * One DHCP option, as Neutron's {@code extra_dhcp_opts}.
   *
   * @param name the number (RFC 2132) in decimal, or a name as dnsmasq has it, such as {@code
   *     bootfile-name}
   * @param value its value as text; {@code 0x…}: raw octets; empty: the option is not sent at all
   */
  public record DhcpOption(String name, String value) {
    /** Refuses a name that is not known, and a value that does not fit it. */
    public DhcpOption {
      option(name).value(value);
    }

    /** Which option it is, and who is told. */
    public OptionName option() {
      return option(name);
    }

    /** The value, understood. */
    public OptionValue understood() {
      return option().value(value);
    }

    private static OptionName option(String name) {
      return OptionName.of(name)
          .orElseThrow(() -> new IllegalArgumentException("no DHCP option to set: " + name));
    }
  }
}
