package io.anyrack.rack.net;

import io.anyrack.rack.address.Endpoint;

/**
 * A UDP datagram (RFC 768).
 *
 * @param source where it comes from
 * @param destination where it goes
 * @param payload its content; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a packet on its way, compared by nobody
public record Datagram(Endpoint source, Endpoint destination, byte[] payload) {}
