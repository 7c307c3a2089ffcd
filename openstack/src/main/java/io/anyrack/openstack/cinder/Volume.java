package io.anyrack.openstack.cinder;

import io.anyrack.openstack.http.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A volume as Cinder tells it.
 *
 * @param id its UUID
 * @param name for people
 * @param description as given when it was made
 * @param status such as {@code creating}, {@code available}, {@code in-use}, {@code error}
 * @param sizeGib its size
 * @param type its volume type
 * @param image id of the image it was made from; empty: blank
 * @param servers ids of the servers it is attached to
 * @param metadata its metadata
 * @param created when it was made
 */
public record Volume(
    String id,
    String name,
    String description,
    String status,
    int sizeGib,
    String type,
    Optional<String> image,
    List<String> servers,
    Map<String, String> metadata,
    Optional<Instant> created) {
  /** Copies list and map. */
  public Volume {
    servers = List.copyOf(servers);
    metadata = Map.copyOf(metadata);
  }

  static Volume read(Fields volume) {
    return new Volume(
        volume.text("id"),
        volume.text("name"),
        volume.text("description"),
        volume.text("status"),
        volume.number("size"),
        volume.text("volume_type"),
        volume.object("volume_image_metadata").optional("image_id"),
        volume.list("attachments", attachment -> attachment.text("server_id")),
        volume.map("metadata"),
        volume.instant("created_at"));
  }
}
