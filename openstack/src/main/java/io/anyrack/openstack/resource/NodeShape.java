package io.anyrack.openstack.resource;

import io.anyrack.openstack.nova.Flavor;
import io.anyrack.rack.model.BootSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a node's server is made of, apart from its ports.
 *
 * @param flavor its size
 * @param method how it boots from the network
 * @param because why this method, for people
 * @param image what Nova's {@code imageRef} names; empty: nothing, the root is a volume
 * @param disks in order; empty: the image on the flavor's local disk
 * @param metadata for the server, beside the rack's own
 * @param media what must be there beside the sources of image and disks, such as a rescue image;
 *     the id of the first is the value of the server's metadata {@link
 *     io.anyrack.openstack.machine.NodeMarks#MEDIUM}
 */
public record NodeShape(
    Flavor flavor,
    BootSpec.Method method,
    String because,
    Optional<Source> image,
    List<Disk> disks,
    Map<String, String> metadata,
    List<Medium> media) {
  /** Copies lists and map. */
  public NodeShape {
    disks = List.copyOf(disks);
    metadata = Map.copyOf(metadata);
    media = List.copyOf(media);
  }

  /** What a disk starts with. */
  public sealed interface Source {
    /** A boot medium. */
    record OfMedium(Medium medium) implements Source {}

    /** An image of the cloud, by id. */
    record OfImage(String id) implements Source {}

    /** Nothing. */
    record Blank() implements Source {}
  }

  /**
   * A disk.
   *
   * @param name unique in the node, such as {@code boot}, {@code disk}, {@code volume-1}
   * @param source what it starts with
   * @param volume whether it is a volume of Cinder; else the flavor's local disk
   * @param sizeGib its size; empty: for local ones that start with an image
   * @param type volume type; empty: the cloud's default
   * @param bootIndex 0: the root; empty: not booted from
   * @param deviceType {@code disk} or {@code cdrom}; empty: the cloud's choice
   * @param bus such as {@code ide}; empty: the cloud's choice
   */
  public record Disk(
      String name,
      Source source,
      boolean volume,
      OptionalInt sizeGib,
      Optional<String> type,
      OptionalInt bootIndex,
      Optional<String> deviceType,
      Optional<String> bus) {}
}
