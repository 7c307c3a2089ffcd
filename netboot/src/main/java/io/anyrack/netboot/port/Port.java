package io.anyrack.netboot.port;

import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.net.Attachment;

/**
 * A node's port with all that the rack file says about it.
 *
 * @param rack the rack
 * @param network the network the port is on
 * @param node the node it belongs to
 * @param nic the port itself
 * @param attachment the port as the switch knows it
 */
public record Port(Rack rack, Network network, NodeSpec node, Nic nic, Attachment attachment) {}
