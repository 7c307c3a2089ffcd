package io.anyrack.rack.net;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import java.util.Optional;

/**
 * The port through which a packet entered a rack's network: who is asking, known by the switch and
 * not by what the packet claims.
 *
 * @param network the network's name
 * @param node the node's name
 * @param nic the index of the NIC in the node, from 0
 * @param mac the port's MAC
 * @param address the port's own address
 */
public record Attachment(
    String network, String node, int nic, MacAddress mac, Optional<Ipv4Address> address) {}
