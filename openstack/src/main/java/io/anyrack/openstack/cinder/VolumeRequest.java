package io.anyrack.openstack.cinder;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A volume to be made.
 *
 * @param name for people
 * @param description for people
 * @param sizeGib its size
 * @param type a volume type; empty: the cloud's default
 * @param image id of the image it starts with; empty: blank
 * @param availabilityZone empty: the cloud's choice
 * @param metadata its metadata
 */
public record VolumeRequest(
    String name,
    String description,
    int sizeGib,
    Optional<String> type,
    Optional<String> image,
    Optional<String> availabilityZone,
    Map<String, String> metadata) {
  /** Copies the map. */
  public VolumeRequest {
    metadata = Map.copyOf(metadata);
  }

  ObjectNode json() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode volume = body.putObject("volume");
    volume.put("name", name).put("description", description).put("size", sizeGib);
    type.ifPresent(each -> volume.put("volume_type", each));
    image.ifPresent(each -> volume.put("imageRef", each));
    availabilityZone.ifPresent(each -> volume.put("availability_zone", each));
    ObjectNode values = volume.putObject("metadata");
    metadata.forEach(values::put);
    return body;
  }
}
