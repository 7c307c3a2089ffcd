package io.anyrack.local.qemu;

import io.anyrack.rack.model.CloudSpec.DiskCache;
import io.anyrack.rack.model.NodeSpec;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Everything that makes one start of a machine.
 *
 * @param emulator the program
 * @param rack the rack's name
 * @param node what is started
 * @param files where its files are
 * @param uefi the code of the firmware; empty: PC BIOS
 * @param guarded whether that code keeps its variables from the guest (SMM)
 * @param kvm whether KVM runs the guest, else TCG
 * @param cache how writes to the disk are treated
 * @param order the boot order
 * @param medium what is in the CD drive
 */
record Launch(
    Path emulator,
    String rack,
    NodeSpec node,
    NodeFiles files,
    Optional<Path> uefi,
    boolean guarded,
    boolean kvm,
    DiskCache cache,
    BootOrder order,
    Optional<Path> medium) {}
