package io.anyrack.local.tcp;

import java.time.Duration;

/**
 * What one connection may cost.
 *
 * @param toGuest the most octets kept until the guest acknowledges them, a power of two
 * @param fromGuest the most octets kept until the backend takes them, a power of two
 * @param retransmissions how often in a row the same octets are sent again before giving up
 * @param idle how long a guest may say nothing
 * @param halfClosed how long a guest may say nothing once the backend has finished
 * @param timeWait how long an ended connection is remembered (RFC 9293 §3.6.1); short, for on a
 *     switch no segment is delayed
 */
public record ConnectionLimits(
    int toGuest,
    int fromGuest,
    int retransmissions,
    Duration idle,
    Duration halfClosed,
    Duration timeWait) {}
