package io.anyrack.rack.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One server of the rack as the rack file wants it.
 *
 * @param name unique in the rack; also the host name
 * @param role the group it was declared in
 * @param cpus 1 to 255
 * @param memoryMiB main memory in MiB
 * @param diskBytes size of the disk; 0: no disk
 * @param firmware what starts the machine
 * @param networkBoot what speaks on the network first
 * @param nics in the order in which the machine sees them
 * @param identity what SMBIOS says of the machine
 * @param uuid the system UUID
 * @param image an operating system image the disk starts with; empty: a blank disk
 * @param userData a file served as the node's user-data
 */
public record NodeSpec(
    String name,
    String role,
    int cpus,
    int memoryMiB,
    long diskBytes,
    Firmware firmware,
    NetworkBoot networkBoot,
    List<Nic> nics,
    Identity identity,
    UUID uuid,
    Optional<Path> image,
    Optional<Path> userData) {

  /** Copies the list. */
  public NodeSpec {
    nics = List.copyOf(nics);
  }

  /** The same node with other ports. */
  public NodeSpec withNics(List<Nic> nics) {
    return new NodeSpec(
        name,
        role,
        cpus,
        memoryMiB,
        diskBytes,
        firmware,
        networkBoot,
        nics,
        identity,
        uuid,
        image,
        userData);
  }

  /** What starts a machine. */
  public enum Firmware {
    /** PC BIOS. */
    BIOS,
    /** UEFI. */
    UEFI
  }

  /** What speaks on the network first when a machine boots from it. */
  public enum NetworkBoot {
    /** iPXE in the NIC's ROM. */
    IPXE,
    /** The firmware's own PXE client; UEFI only. */
    PXE,
    /** The firmware's own HTTP client (UEFI 2.10 §24.7); UEFI only. */
    HTTP
  }

  /**
   * SMBIOS type 1 (DSP0134 §7.2).
   *
   * @param manufacturer who made the machine
   * @param product the model
   * @param serial the serial number
   */
  public record Identity(String manufacturer, String product, String serial) {}
}
