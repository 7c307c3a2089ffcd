package io.anyrack.local.qemu;

import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.NodeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * In which order the firmware tries a machine's devices: QEMU's {@code bootindex}, which the
 * firmware reads at each reset. A device that cannot be booted from, such as a blank disk or an
 * empty drive, is passed over.
 *
 * @param devices ids of QEMU devices, first to last
 */
record BootOrder(List<String> devices) {
  static final String DISK = "disk0";
  static final String CDROM = "cd0";

  BootOrder {
    devices = List.copyOf(devices);
  }

  /** The id of a NIC. */
  static String nic(int index) {
    return "nic" + index;
  }

  /** Whether a device of this id is one to boot from. */
  static boolean isBootDevice(String id) {
    return id.equals(DISK) || id.equals(CDROM) || id.startsWith("nic");
  }

  /** A node's own order: disk, network, CD. */
  static BootOrder own(NodeSpec node) {
    return of(node, List.of(Kind.DISK, Kind.NETWORK, Kind.CDROM));
  }

  /**
   * The order of one start: what the override names comes first, the rest of the own order next.
   */
  static BootOrder of(NodeSpec node, BootOverride boot) {
    if (!boot.isActive()) {
      return own(node);
    }
    return switch (boot.device()) {
      case NONE, DISK, BIOS_SETUP -> own(node);
      case PXE, HTTP -> of(node, List.of(Kind.NETWORK, Kind.DISK, Kind.CDROM));
      case CDROM -> of(node, List.of(Kind.CDROM, Kind.DISK, Kind.NETWORK));
    };
  }

  /** The {@code bootindex} of a device, from 1. */
  int index(String device) {
    return devices.indexOf(device) + 1;
  }

  private enum Kind {
    DISK,
    NETWORK,
    CDROM
  }

  private static BootOrder of(NodeSpec node, List<Kind> kinds) {
    List<String> devices = new ArrayList<>();
    for (Kind kind : kinds) {
      switch (kind) {
        case DISK -> {
          if (node.diskBytes() > 0) {
            devices.add(DISK);
          }
        }
        case NETWORK ->
            IntStream.range(0, node.nics().size()).mapToObj(BootOrder::nic).forEach(devices::add);
        case CDROM -> devices.add(CDROM);
      }
    }
    return new BootOrder(devices);
  }
}
