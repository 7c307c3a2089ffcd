package io.anyrack.local.tcp;

import io.anyrack.rack.net.StreamService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What the terminators of one network share.
 *
 * @param streams says where connections go
 * @param limits what each guest may open
 * @param permits one for each connection of the network
 * @param timers runs retransmissions
 * @param nanos the time, from 0 at any moment
 * @param random makes initial sequence numbers that are hard to guess (RFC 6528)
 */
public record Environment(
    StreamService streams,
    TcpLimits limits,
    Semaphore permits,
    ScheduledExecutorService timers,
    LongSupplier nanos,
    RandomGenerator random) {}
