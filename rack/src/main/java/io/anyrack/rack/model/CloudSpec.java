package io.anyrack.rack.model;

import java.util.Optional;

/** Where a rack's nodes live. */
public sealed interface CloudSpec {

  /** The word the rack file uses for this kind of cloud. */
  String kind();

  /**
   * This machine, through QEMU.
   *
   * @param accelerator what runs the guests' instructions
   * @param diskCache how QEMU treats writes of the guests
   */
  record Local(Accelerator accelerator, DiskCache diskCache) implements CloudSpec {
    @Override
    public String kind() {
      return "local";
    }
  }

  /**
   * A project of an OpenStack cloud, as its ordinary member.
   *
   * @param cloud the entry of {@code clouds.yaml}; empty: {@code OS_CLOUD}, else {@code OS_*}
   * @param region where the entry does not say or another is meant
   * @param availabilityZone of servers and volumes; empty: the cloud's own choice
   * @param imagePrefix what the names of images begin with that are made for racks
   */
  record Openstack(
      Optional<String> cloud,
      Optional<String> region,
      Optional<String> availabilityZone,
      String imagePrefix)
      implements CloudSpec {
    @Override
    public String kind() {
      return "openstack";
    }
  }

  /** What runs the guests' instructions. */
  enum Accelerator {
    /** KVM if a short probe shows that it works, else TCG. */
    AUTO,
    /** The kernel's virtual machines; an error where they do not work. */
    KVM,
    /** QEMU's own translation: slower, works everywhere. */
    TCG
  }

  /** QEMU's {@code cache=} of a disk. */
  enum DiskCache {
    /** Guest flushes reach the host's disk. */
    WRITEBACK,
    /** Guest flushes are ignored: faster; a crash of the host may damage the node's disk. */
    UNSAFE
  }
}
