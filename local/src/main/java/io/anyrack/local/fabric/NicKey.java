package io.anyrack.local.fabric;

/**
 * A NIC of the rack.
 *
 * @param node the node's name
 * @param index its index in the node, from 0
 */
record NicKey(String node, int index) {}
