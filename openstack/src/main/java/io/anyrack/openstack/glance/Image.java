package io.anyrack.openstack.glance;

import io.anyrack.openstack.http.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An image as Glance tells it.
 *
 * @param id its UUID
 * @param name for people
 * @param status {@code queued} (no octets yet), {@code saving}, {@code active}, …
 * @param visibility {@code private}, {@code shared}, {@code community}, {@code public}
 * @param owner the project whose it is
 * @param diskFormat such as {@code raw}, {@code qcow2}, {@code iso}
 * @param size in octets; empty: no octets yet
 * @param minDiskGib what a disk needs at least
 * @param minRamMib what a server needs at least
 * @param checksum MD5 in hexadecimal; empty: no octets yet
 * @param tags its tags
 * @param properties all other texts, such as {@code hw_firmware_type}
 * @param created when it was made
 */
public record Image(
    String id,
    String name,
    String status,
    String visibility,
    String owner,
    String diskFormat,
    OptionalLong size,
    int minDiskGib,
    int minRamMib,
    Optional<String> checksum,
    List<String> tags,
    Map<String, String> properties,
    Optional<Instant> created) {
  /** Copies list and map. */
  public Image {
    tags = List.copyOf(tags);
    properties = Map.copyOf(properties);
  }

  static Image read(Fields image) {
    return new Image(
        image.text("id"),
        image.text("name"),
        image.text("status"),
        image.text("visibility"),
        image.text("owner"),
        image.text("disk_format"),
        image.has("size") ? OptionalLong.of(image.longNumber("size", 0)) : OptionalLong.empty(),
        image.number("min_disk"),
        image.number("min_ram"),
        image.optional("checksum"),
        image.texts("tags"),
        image.scalars(),
        image.instant("created_at"));
  }
}
