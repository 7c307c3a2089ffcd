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
 * @param hosting what only a cloud with flavors and volumes asks for
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
    Optional<Path> userData,
    Hosting hosting) {

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
        userData,
        hosting);
  }

  /**
   * What a cloud with flavors and volumes is asked for; the local cloud knows only {@link #NONE}.
   *
   * @param flavor by name; empty: the smallest that holds cpus and memory (and the disk, where that
   *     is the flavor's)
   * @param image an operating system image of the cloud the node starts with; empty: its disk is
   *     blank
   * @param storage where its disk is
   * @param volumes further disks, in order
   * @param method how it boots from the network; empty: as the rack says
   */
  public record Hosting(
      Optional<String> flavor,
      Optional<String> image,
      Storage storage,
      List<VolumeSpec> volumes,
      Optional<BootSpec.Method> method) {
    /** No wishes. */
    public static final Hosting NONE =
        new Hosting(Optional.empty(), Optional.empty(), Storage.AUTO, List.of(), Optional.empty());

    /** Copies the list. */
    public Hosting {
      volumes = List.copyOf(volumes);
    }
  }

  /** Where a node's disk is. */
  public enum Storage {
    /** A volume where the cloud has volumes, else the flavor's. */
    AUTO,
    /** A volume (Cinder). */
    VOLUME,
    /** The flavor's local disk. */
    LOCAL
  }

  /**
   * A further disk.
   *
   * @param sizeGib 1 or more
   * @param type the cloud's volume type; empty: its default
   */
  public record VolumeSpec(int sizeGib, Optional<String> type) {}

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
