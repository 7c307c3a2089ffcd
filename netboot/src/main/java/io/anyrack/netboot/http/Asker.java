package io.anyrack.netboot.http;

import io.anyrack.netboot.port.Port;

/**
 * Who asks, and for what.
 *
 * @param port the asking node's port
 * @param path what it asks for, as the gateway's server has it
 * @param prefix what paths of this node's documents begin with; "" where it is known by its address
 */
record Asker(Port port, String path, String prefix) {}
