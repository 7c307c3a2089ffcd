package io.anyrack.cli.verify;

import io.anyrack.rack.address.Ipv4Address;
import java.util.Optional;

/**
 * What a DHCP server offers.
 *
 * @param server who it says it is
 * @param address what it offers
 * @param mtu what it tells as the largest packet (option 26)
 * @param metadataVia the next hop it tells to 169.254.169.254 (option 121)
 */
record Offer(
    Ipv4Address server,
    Ipv4Address address,
    Optional<Integer> mtu,
    Optional<Ipv4Address> metadataVia) {}
