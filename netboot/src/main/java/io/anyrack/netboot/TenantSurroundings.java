package io.anyrack.netboot;

import io.anyrack.netboot.event.BootObserver;
import io.anyrack.netboot.script.Starts;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * What the boot services on a cloud's networks know of the world around them. All of it is called
 * by several threads.
 *
 * @param starts what a node's start was told to boot from
 * @param disks the iPXE command that starts a node's disk, such as {@code exit 1}; empty: the node
 *     meets iPXE only when it is to boot from the network
 * @param servers the node that has the server of this id
 * @param observer is told of every step of every boot
 * @param clock dates those steps
 */
public record TenantSurroundings(
    Starts starts,
    Function<String, Optional<String>> disks,
    Function<UUID, Optional<String>> servers,
    BootObserver observer,
    Clock clock) {}
