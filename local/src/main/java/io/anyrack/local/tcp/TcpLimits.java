package io.anyrack.local.tcp;

import java.time.Duration;

/**
 * What the connections of one guest may cost.
 *
 * @param connection what one of them may cost
 * @param connections how many there may be at a time, ended ones in TIME-WAIT included
 * @param connect how long a backend may take to accept
 */
public record TcpLimits(ConnectionLimits connection, int connections, Duration connect) {}
