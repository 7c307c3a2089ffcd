package io.anyrack.local.tcp;

import io.anyrack.rack.address.Endpoint;
import io.anyrack.rack.address.MacAddress;

/**
 * What tells a guest's connections apart, and how to reach its end.
 *
 * @param mac the guest's MAC
 * @param guest the guest's end
 * @param destination the end the guest wants to talk to
 */
record FlowKey(MacAddress mac, Endpoint guest, Endpoint destination) {}
