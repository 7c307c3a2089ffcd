package io.anyrack.fakestack.nova;

import io.anyrack.fakestack.cinder.Cinder;
import io.anyrack.fakestack.cinder.Volume;
import io.anyrack.fakestack.glance.Glance;
import io.anyrack.fakestack.glance.Image;
import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.world.Caller;
import io.anyrack.fakestack.world.FlavorSpec;
import io.anyrack.fakestack.world.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code imageRef} and {@code block_device_mapping_v2} make of a server's disks. */
final class BlockDevices {
  private static final String SEQUENCE =
      "Block Device Mapping is Invalid: Boot sequence for the instance and image/block device"
          + " mapping combination is not valid.";

  /**
   * The disks of a new server.
   *
   * @param boots whether the hypervisor can make them: a blank local disk cannot be the one to boot
   *     from
   */
  record Plan(List<Disk> disks, boolean boots) {}

  private final Glance glance;
  private final Optional<Cinder> cinder;

  BlockDevices(Glance glance, Optional<Cinder> cinder) {
    this.glance = glance;
    this.cinder = cinder;
  }

  Plan plan(Caller caller, ObjectNode asked, FlavorSpec flavor, String serverId) {
    String imageId = Json.text(asked, "imageRef");
    JsonNode mapping = asked.path("block_device_mapping_v2");
    if (imageId.isEmpty() && mapping.isEmpty()) {
      throw Refusal.fault(400, "Missing imageRef attribute");
    }
    boolean imageMapped = checkShape(mapping, imageId);
    List<Disk> disks = new ArrayList<>();
    boolean boots = true;
    if (!imageId.isEmpty()) {
      Image image = image(caller, imageId, flavor);
      if (!imageMapped) {
        disks.add(
            new Disk(
                "image",
                Optional.empty(),
                image.id(),
                0,
                deviceType(image),
                bus(image),
                "/dev/vda",
                false));
      }
    }
    for (JsonNode each : mapping) {
      boolean blankLocal = isLocal(each) && Json.text(each, "source_type").equals("blank");
      if (blankLocal && flavor.ephemeralGigabytes() == 0) {
        if (each.path("volume_size").asInt(0) > 0) {
          throw ephemeralTooLarge();
        }
        boots = boots && !imageMapped;
      }
      if (blankLocal && each.path("volume_size").asInt(0) > flavor.ephemeralGigabytes()) {
        throw ephemeralTooLarge();
      }
      int bootIndex = each.path("boot_index").asInt(-1);
      if (blankLocal && bootIndex == 0 && imageId.isEmpty()) {
        boots = false;
      }
      boolean taken = bootIndex == 0 && disks.stream().anyMatch(disk -> disk.bootIndex() == 0);
      disks.add(
          disk(
              caller,
              each,
              taken ? -1 : bootIndex,
              "/dev/vd" + (char) ('a' + disks.size()),
              serverId));
    }
    return new Plan(disks, boots);
  }

  /** Whether the mapping itself holds the image of {@code imageRef}. */
  private static boolean checkShape(JsonNode mapping, String imageId) {
    boolean imageMapped = false;
    boolean root = !imageId.isEmpty();
    for (JsonNode each : mapping) {
      boolean first = each.path("boot_index").asInt(-1) == 0;
      if (isLocal(each) && Json.text(each, "source_type").equals("image")) {
        if (!first || imageId.isEmpty()) {
          throw Refusal.fault(
              400, "Block Device Mapping is Invalid: Mapping image to local is not supported.");
        }
        imageMapped = true;
      }
      root |= first;
    }
    if (!root) {
      throw Refusal.fault(400, SEQUENCE);
    }
    return imageMapped;
  }

  private static boolean isLocal(JsonNode mapping) {
    String destination = Json.text(mapping, "destination_type");
    return destination.equals("local")
        || (destination.isEmpty() && Json.text(mapping, "source_type").equals("blank"));
  }

  private static Refusal ephemeralTooLarge() {
    return Refusal.fault(
        400,
        "Ephemeral disks requested are larger than the instance type allows. If no size is given in"
            + " one block device mapping, flavor ephemeral size will be used.");
  }

  private Image image(Caller caller, String id, FlavorSpec flavor) {
    Image image =
        glance
            .find(caller, id)
            .orElseThrow(() -> Refusal.fault(400, "Can not find requested image"));
    if (!image.active()) {
      throw Refusal.fault(400, "Image " + id + " is not active.");
    }
    if (number(image, "min_ram") > flavor.ramMegabytes()) {
      throw Refusal.fault(400, "Flavor's memory is too small for requested image.");
    }
    if (number(image, "min_disk") > flavor.diskGigabytes() && flavor.diskGigabytes() > 0) {
      throw Refusal.fault(
          400, "Flavor's disk is smaller than the minimum size specified in image metadata.");
    }
    return image;
  }

  private static int number(Image image, String name) {
    String text = image.property(name);
    return text.isEmpty() ? 0 : Integer.parseInt(text);
  }

  private Disk disk(Caller caller, JsonNode asked, int bootIndex, String device, String serverId) {
    String deviceType = Json.given(asked, "device_type").orElse("disk");
    String bus = Json.given(asked, "disk_bus").orElse("virtio");
    boolean deleted = asked.path("delete_on_termination").asBoolean(false);
    String source = Json.text(asked, "source_type");
    if (isLocal(asked)) {
      return new Disk(
          source,
          Optional.empty(),
          Json.text(asked, "uuid"),
          bootIndex,
          deviceType,
          bus,
          device,
          deleted);
    }
    Volume volume = volume(caller, asked, source, serverId);
    return new Disk(
        "volume",
        Optional.of(volume),
        volume.imageId(),
        bootIndex,
        deviceType,
        bus,
        device,
        deleted);
  }

  private Volume volume(Caller caller, JsonNode asked, String source, String serverId) {
    String uuid = Json.text(asked, "uuid");
    Cinder service =
        cinder.orElseThrow(
            () ->
                Refusal.fault(
                    500, "Unexpected API Error. There is no endpoint of the service volumev3."));
    if (source.equals("volume")) {
      Volume volume =
          service
              .find(caller, uuid)
              .orElseThrow(
                  () ->
                      Refusal.fault(
                          400,
                          "Block Device Mapping is Invalid: failed to get volume " + uuid + "."));
      if (!volume.status().equals("available")) {
        throw Refusal.fault(
            400,
            "Invalid volume: volume '%s' status must be 'available'. Currently in '%s'"
                .formatted(uuid, volume.status()));
      }
      volume.status("reserved");
      return volume;
    }
    int size = asked.path("volume_size").asInt(0);
    if (size == 0) {
      throw Refusal.fault(
          400,
          "%s volumes (source: '%s', dest: 'volume') need to have non-zero size"
              .formatted(source.equals("blank") ? "Blank" : "Images", source));
    }
    ObjectNode wanted =
        Json.object()
            .put("size", size)
            .put("name", source.equals("blank") ? serverId + "-blank-vol" : "");
    if (source.equals("image")) {
      wanted.put("imageRef", uuid);
    }
    return service.create(caller, wanted);
  }

  static String deviceType(Image image) {
    return image.property("disk_format").equals("iso") ? "cdrom" : "disk";
  }

  private static String bus(Image image) {
    String bus = image.property("hw_disk_bus");
    return !bus.isEmpty() ? bus : deviceType(image).equals("cdrom") ? "ide" : "virtio";
  }
}
