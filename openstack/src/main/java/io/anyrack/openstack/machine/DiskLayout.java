package io.anyrack.openstack.machine;

import io.anyrack.openstack.image.BootMedium;
import io.anyrack.openstack.image.MediaCatalogue;
import io.anyrack.openstack.resource.Medium;
import io.anyrack.openstack.resource.NodeShape.Disk;
import io.anyrack.openstack.resource.NodeShape.Source;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.NodeSpec.Firmware;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The disks of a node as Nova is asked for them ({@code block_device_mapping_v2}). The orders and
 * buses are those with which a machine was seen to start: Nova tells libvirt kinds of devices, not
 * devices, so that of several disks only the first is in the firmware's boot order.
 *
 * @param image what {@code imageRef} names
 * @param disks empty: the image on the flavor's local disk
 * @param media what a boot from the network needs beside them
 * @param rootDevice the disk an installer writes to, as Linux calls it; empty: the image decides
 * @param cdGib the size of the volume that is the CD-ROM it starts from; empty: there is none
 */
record DiskLayout(
    Optional<Source> image,
    List<Disk> disks,
    List<Medium> media,
    Optional<String> rootDevice,
    OptionalInt cdGib) {
  private static final long GIB = 1L << 30;
  private static final OptionalInt NOT_BOOTED = OptionalInt.empty();
  private static final String VIRTIO = "virtio";

  DiskLayout {
    disks = List.copyOf(disks);
    media = List.copyOf(media);
  }

  /** The size of a node's disk, rounded up. */
  static int diskGib(NodeSpec node) {
    return Math.toIntExact(Math.ceilDiv(node.diskBytes(), GIB));
  }

  /** A CD-ROM with iPXE before the disk; both are volumes. */
  static DiskLayout scriptOnVolumes(
      NodeSpec node, MediaCatalogue media, Optional<Source.OfImage> image) {
    Medium cd = media.medium(BootMedium.cd(node.firmware()));
    List<Disk> disks = new ArrayList<>();
    disks.add(cd(cd, true, node.firmware(), OptionalInt.of(cd.sizeGib())));
    if (node.diskBytes() > 0) {
      disks.add(
          new Disk(
              "disk",
              image.<Source>map(each -> each).orElseGet(Source.Blank::new),
              true,
              OptionalInt.of(diskGib(node)),
              Optional.empty(),
              OptionalInt.of(1),
              Optional.of("disk"),
              Optional.of(VIRTIO)));
    }
    disks.addAll(volumes(node));
    // The medium is told to the server, too: another CD may take its place for a while.
    return new DiskLayout(
        Optional.empty(), disks, List.of(cd), root(node, "/dev/vda"), OptionalInt.of(cd.sizeGib()));
  }

  /**
   * A CD-ROM with iPXE before the disk, both with the hypervisor. A BIOS (SeaBIOS) leaves disks out
   * that are not in the boot order, but for IDE; UEFI connects them when the medium asks for it.
   */
  static DiskLayout scriptOnLocal(NodeSpec node, MediaCatalogue media) {
    boolean bios = node.firmware() == Firmware.BIOS;
    Medium cd = media.medium(BootMedium.cd(node.firmware()));
    List<Disk> disks = new ArrayList<>();
    disks.add(cd(cd, false, node.firmware(), OptionalInt.empty()));
    if (node.diskBytes() > 0) {
      disks.add(
          new Disk(
              "disk",
              new Source.Blank(),
              false,
              OptionalInt.of(diskGib(node)),
              Optional.empty(),
              OptionalInt.of(1),
              Optional.of("disk"),
              Optional.of(bios ? "ide" : VIRTIO)));
    }
    disks.addAll(volumes(node));
    return new DiskLayout(
        Optional.of(new Source.OfMedium(cd)),
        disks,
        List.of(),
        root(node, bios ? "/dev/sda" : "/dev/vda"),
        OptionalInt.empty());
  }

  /**
   * The disk alone. A blank one cannot be a root: without an image it starts with iPXE, which also
   * tells Nova not to wait for the guest when it stops it.
   *
   * @param medium what the machine rescues or rebuilds with
   */
  static DiskLayout diskAlone(
      NodeSpec node,
      MediaCatalogue media,
      Optional<Source.OfImage> image,
      boolean volume,
      Medium medium) {
    Source source =
        image
            .<Source>map(each -> each)
            .orElseGet(() -> new Source.OfMedium(media.medium(BootMedium.disk(node.firmware()))));
    Disk root =
        new Disk(
            "disk",
            source,
            volume,
            volume ? OptionalInt.of(Math.max(1, diskGib(node))) : OptionalInt.empty(),
            Optional.empty(),
            OptionalInt.of(0),
            volume ? Optional.of("disk") : Optional.empty(),
            Optional.empty());
    List<Disk> further = volumes(node);
    List<Disk> disks = new ArrayList<>();
    if (volume || !further.isEmpty()) {
      disks.add(root);
      disks.addAll(further);
    }
    return new DiskLayout(
        volume ? Optional.empty() : Optional.of(source),
        disks,
        List.of(medium),
        image.isPresent() ? Optional.empty() : Optional.of("/dev/vda"),
        OptionalInt.empty());
  }

  private static Disk cd(Medium medium, boolean volume, Firmware firmware, OptionalInt size) {
    return new Disk(
        "boot",
        new Source.OfMedium(medium),
        volume,
        size,
        Optional.empty(),
        OptionalInt.of(0),
        Optional.of("cdrom"),
        Optional.of(BootMedium.cd(firmware).cdBus()));
  }

  private static List<Disk> volumes(NodeSpec node) {
    List<Disk> disks = new ArrayList<>();
    for (NodeSpec.VolumeSpec volume : node.hosting().volumes()) {
      disks.add(
          new Disk(
              "volume-" + (disks.size() + 1),
              new Source.Blank(),
              true,
              OptionalInt.of(volume.sizeGib()),
              volume.type(),
              NOT_BOOTED,
              Optional.empty(),
              Optional.empty()));
    }
    return disks;
  }

  private static Optional<String> root(NodeSpec node, String device) {
    return node.diskBytes() > 0 ? Optional.of(device) : Optional.empty();
  }
}
