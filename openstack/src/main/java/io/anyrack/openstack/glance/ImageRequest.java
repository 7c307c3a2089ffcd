package io.anyrack.openstack.glance;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An image to be made; its octets come afterwards.
 *
 * @param name for people
 * @param diskFormat such as {@code raw}, {@code qcow2}, {@code iso}
 * @param tags its tags
 * @param properties such as {@code hw_firmware_type}
 */
public record ImageRequest(
    String name, String diskFormat, List<String> tags, Map<String, String> properties) {
  /** Copies list and map. */
  public ImageRequest {
    tags = List.copyOf(tags);
    properties = Map.copyOf(properties);
  }

  ObjectNode json() {
    ObjectNode image = JsonNodeFactory.instance.objectNode();
    image.put("name", name).put("disk_format", diskFormat).put("container_format", "bare");
    image.put("visibility", "private");
    var list = image.putArray("tags");
    tags.forEach(list::add);
    properties.forEach(image::put);
    return image;
  }
}
