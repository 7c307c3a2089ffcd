package io.anyrack.local.qemu;

import java.nio.file.Path;

/** Joins one machine's NICs to the networks. Thread-safe. */
public interface Cables {
  /** QEMU listens for the switch on {@code socket}. */
  void plug(int nic, Path socket);

  /** The machine behind a NIC has no power; nothing if it was not plugged. */
  void unplug(int nic);
}
