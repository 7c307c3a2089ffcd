package io.anyrack.openstack.resource;

import io.anyrack.openstack.nova.Flavor;
import io.anyrack.rack.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a server shall be like.
 *
 * @param subject whose it is
 * @param node whether it is a node's, and off after it was made
 * @param flavor its size
 * @param image what {@code imageRef} names
 * @param disks in order; empty: the image on the flavor's local disk
 * @param ports in order
 * @param nics the same in a few characters, kept with the server
 * @param keypair a key pair's name
 * @param ownKeypair where it is the rack's own
 * @param zone empty: the cloud's choice
 * @param userData empty: none
 * @param configDrive whether it gets its metadata on a disk: its network has none of the cloud
 * @param facets what cannot be changed in place, kept in its metadata
 * @param marks metadata that can
 * @param rescueMedium what it boots from the network with
 * @param shown for people
 */
record WantedServer(
    Subject subject,
    boolean node,
    Flavor flavor,
    Optional<ImageRef> image,
    List<Disk> disks,
    List<Key> ports,
    String nics,
    Optional<String> keypair,
    Optional<Key> ownKeypair,
    Optional<String> zone,
    Optional<Secret> userData,
    boolean configDrive,
    Map<String, String> facets,
    Map<String, String> marks,
    Optional<Key> rescueMedium,
    List<String> shown) {
  /** The metadata key of {@link #nics}. */
  static final String NICS = "anyrack:nics";

  /** The metadata key of the image a machine is rescued or rebuilt with. */
  static final String MEDIUM = "anyrack:medium";

  WantedServer {
    disks = List.copyOf(disks);
    ports = List.copyOf(ports);
    facets = Map.copyOf(facets);
    marks = Map.copyOf(marks);
    shown = List.copyOf(shown);
  }

  String name() {
    return subject.name();
  }

  /**
   * A disk.
   *
   * @param volume the part it is; empty: a local disk
   * @param image what a local disk starts with; empty: blank
   * @param sizeGib of a local disk
   * @param bootIndex 0: the root
   * @param deviceType {@code disk} or {@code cdrom}
   * @param bus such as {@code ide}
   */
  record Disk(
      Optional<Key> volume,
      Optional<ImageRef> image,
      OptionalInt sizeGib,
      OptionalInt bootIndex,
      Optional<String> deviceType,
      Optional<String> bus) {}
}
