package io.anyrack.netboot;

import io.anyrack.netboot.dns.Resolver;
import io.anyrack.netboot.event.BootObserver;
import io.anyrack.rack.node.Node;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the boot services know of the world around them. All of it is called by several threads.
 *
 * @param nodes finds a node by its name, for its boot override; empty: it has none
 * @param resolver finds names outside the rack
 * @param observer is told of every step of every boot
 * @param clock dates those steps
 */
public record Surroundings(
    Function<String, Optional<Node>> nodes,
    Resolver resolver,
    BootObserver observer,
    Clock clock) {}
