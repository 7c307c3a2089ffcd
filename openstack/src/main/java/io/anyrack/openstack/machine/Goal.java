package io.anyrack.openstack.machine;

import java.util.Map;
import java.util.Optional;

/** Where a server is to be brought. */
sealed interface Goal {
  /** For messages, such as {@code power off}. */
  String label();

  /** Where it is. */
  record Look() implements Goal {
    @Override
    public String label() {
      return "a look";
    }
  }

  /** No power. */
  record Off() implements Goal {
    @Override
    public String label() {
      return "power off";
    }
  }

  /** Its processors stand still. */
  record Paused() implements Goal {
    @Override
    public String label() {
      return "pause";
    }
  }

  /** They go on. */
  record Resumed() implements Goal {
    @Override
    public String label() {
      return "resume";
    }
  }

  /**
   * Power.
   *
   * @param from what it starts
   * @param anew whether it must start again if it runs
   */
  record On(From from, boolean anew) implements Goal {
    @Override
    public String label() {
      return anew ? "reset" : "power on";
    }
  }

  /** What a server starts. */
  sealed interface From {
    /** Its own disks, the first of which may be an iPXE CD-ROM. */
    record Disks() implements From {}

    /** An image beside its disks. */
    record Rescue(String image) implements From {}

    /**
     * An image written over its root disk.
     *
     * @param metadata what its metadata are from then on; empty: as they were
     */
    record Rebuild(String image, Optional<Map<String, String>> metadata) implements From {}
  }
}
