package io.anyrack.ipmi.bmc;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import java.util.OptionalInt;

/**
 * What the BMC says of its LAN channel (IPMI 2.0 §23.2).
 *
 * @param address where users reach the BMC
 * @param mask the mask of its network
 * @param gateway the default gateway; {@link Ipv4Address#ANY}: none
 * @param mac the address of its network interface
 * @param vlan the 802.1q VLAN, 1 to 4094; empty: untagged
 */
public record LanFacts(
    Ipv4Address address, Ipv4Address mask, Ipv4Address gateway, MacAddress mac, OptionalInt vlan) {}
