package io.anyrack.netsync;

import java.time.Duration;

/**
 * How sync is doing.
 *
 * @param sources how many there are
 * @param heard how many of them were heard since it began
 * @param ports how many ports the rack's nodes have
 * @param pending ports and subnets that are not as they shall be
 * @param changes requests that changed a port or a subnet since it began
 * @param failures in a row, of the cloud
 * @param waiting how long the oldest news has been waiting
 * @param lag how long the news that came last took until they were on the ports
 */
public record Figures(
    int sources,
    int heard,
    int ports,
    int pending,
    long changes,
    int failures,
    Duration waiting,
    Duration lag) {}
