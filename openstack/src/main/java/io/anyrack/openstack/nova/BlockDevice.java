package io.anyrack.openstack.nova;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A disk of a server, as {@code block_device_mapping_v2} has it.
 *
 * @param source what it starts with
 * @param id of the image or the volume; empty: blank
 * @param destination where it is kept
 * @param bootIndex 0: the root; empty: not booted from
 * @param sizeGib needed for blank ones
 * @param deleteOnTermination whether it goes with the server
 * @param deviceType {@code disk} or {@code cdrom}; empty: the cloud's choice
 * @param bus such as {@code ide}, {@code sata}, {@code scsi}, {@code virtio}; empty: the cloud's
 *     choice
 */
public record BlockDevice(
    Source source,
    Optional<String> id,
    Destination destination,
    OptionalInt bootIndex,
    OptionalInt sizeGib,
    boolean deleteOnTermination,
    Optional<String> deviceType,
    Optional<String> bus) {

  /** What a disk starts with. */
  public enum Source {
    /** An image. */
    IMAGE,
    /** A volume that is there. */
    VOLUME,
    /** Nothing. */
    BLANK
  }

  /** Where a disk is kept. */
  public enum Destination {
    /** With the hypervisor. */
    LOCAL,
    /** In Cinder. */
    VOLUME
  }

  ObjectNode json() {
    ObjectNode device = JsonNodeFactory.instance.objectNode();
    device.put("source_type", source.name().toLowerCase(Locale.ROOT));
    id.ifPresent(uuid -> device.put("uuid", uuid));
    device.put("destination_type", destination.name().toLowerCase(Locale.ROOT));
    device.put("boot_index", bootIndex.orElse(-1));
    sizeGib.ifPresent(size -> device.put("volume_size", size));
    device.put("delete_on_termination", deleteOnTermination);
    deviceType.ifPresent(type -> device.put("device_type", type));
    bus.ifPresent(name -> device.put("disk_bus", name));
    return device;
  }
}
