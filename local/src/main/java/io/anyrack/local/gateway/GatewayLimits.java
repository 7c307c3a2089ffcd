package io.anyrack.local.gateway;

import io.anyrack.local.tcp.TcpLimits;
import java.time.Duration;

/**
 * What the guests may make a gateway carry.
 *
 * @param tcp for each guest
 * @param connections TCP connections of all guests of a network
 * @param exchanges pairs of UDP endpoints outside the rack, for each guest
 * @param exchangeIdle how long such a pair may be silent
 */
public record GatewayLimits(TcpLimits tcp, int connections, int exchanges, Duration exchangeIdle) {}
