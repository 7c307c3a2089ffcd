package io.anyrack.rack.model;

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
