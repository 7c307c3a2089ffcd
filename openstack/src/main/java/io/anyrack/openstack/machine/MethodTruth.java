package io.anyrack.openstack.machine;

import io.anyrack.rack.model.BmcSpec;

/**
 * What a boot method means for who uses the node; told by {@code plan} and {@code doctor}.
 *
 * @param diskSafe whether booting from the network leaves the disk alone
 * @param networkBoot what happens for it
 * @param off what power off does
 * @param soft what a soft power off does
 * @param reset what a reset does
 * @param cd what happens for a boot from a CD
 */
public record MethodTruth(
    boolean diskSafe, String networkBoot, String off, String soft, String reset, String cd) {
  private static final String NO_ACPI =
      "not possible, and refused at once: its server is made to be off at once; shut down in the"
          + " guest, or power off";
  private static final String ASKS = "asks the guest by ACPI; Nova powers it off if it takes long";

  private static final String RESCUED =
      "rescue with the CD, 2 to 5 s; when it is powered off the disk starts for a moment first";

  private static final String GIVEN_BACK =
      "; then its place on a hypervisor is given back, and power on looks for another; a local disk"
          + " is kept as an image meanwhile";

  /**
   * What the method of a node means for it.
   *
   * @param powerOff what becomes of its server
   */
  public static MethodTruth of(NodeMarks marks, BmcSpec.PowerOff powerOff) {
    String soft = marks.guestShutdown() ? ASKS : NO_ACPI;
    String off =
        (marks.guestShutdown() ? "asks the guest first, up to a minute" : "at once, about 2 s")
            + (powerOff == BmcSpec.PowerOff.SHELVE ? GIVEN_BACK : "");
    String cd =
        marks.cdGib().isPresent()
            ? "a CD of up to %d GiB is written over the volume with iPXE, 7 to 16 s, and that again afterwards; a larger one: %s"
                .formatted(marks.cdGib().getAsInt(), RESCUED)
            : RESCUED;
    return switch (marks.method()) {
      case SCRIPT ->
          new MethodTruth(
              true,
              "the node always starts iPXE from its CD-ROM, and the script says network or disk: no"
                  + " call to the cloud",
              off,
              soft,
              "hard reboot",
              cd);
      case RESCUE ->
          new MethodTruth(
              true,
              "rescue with an iPXE CD-ROM, 2 to 5 s; the disks stay where they are",
              off + "; while booted from the network the disk starts for a moment first",
              soft,
              "hard reboot; while booted from the network it is rescued anew, and the disk starts"
                  + " for a moment",
              cd);
      case REBUILD ->
          new MethodTruth(
              false,
              "rebuild with an iPXE disk, 4 to 11 s: WHAT IS ON THE ROOT DISK IS LOST; from off it"
                  + " runs for a moment",
              off,
              soft,
              "hard reboot",
              cd);
      case AUTO, NATIVE ->
          new MethodTruth(
              true, "not possible: it starts its own disk", off, soft, "hard reboot", cd);
    };
  }
}
