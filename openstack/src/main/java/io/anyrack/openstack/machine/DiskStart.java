package io.anyrack.openstack.machine;

/** How an iPXE script makes a machine start its disk. */
public enum DiskStart {
  /**
   * By its number in the BIOS. The medium is a CD-ROM, which has a number of its own kind: the disk
   * is the first.
   */
  FIRST_BIOS_DRIVE("sanboot --no-describe --drive 0x80"),
  /**
   * By failing: only then firmware goes on in its boot order. With {@code exit} alone UEFI takes
   * iPXE for a system that ended well, and shows its menu.
   */
  NEXT_DEVICE("exit 1");

  private final String command;

  DiskStart(String command) {
    this.command = command;
  }

  /** The command of iPXE. */
  public String command() {
    return command;
  }
}
