package io.anyrack.openstack.glance;

import io.anyrack.openstack.http.NotFoundException;
import io.anyrack.openstack.http.ServiceClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Glance. Thread-safe. */
public final class Glance {
  private static final String PATCH = "application/openstack-images-v2.1-json-patch";

  private final ServiceClient client;

  /** The service; the client's endpoint ends in {@code /v2/}. */
  public Glance(ServiceClient client) {
    this.client = client;
  }

  /** All images the project can use. */
  public List<Image> images() {
    return images(Map.of());
  }

  /** Images by attribute, tag ({@code tag}) or property. */
  public List<Image> images(Map<String, String> filters) {
    return client.at("images").query("limit", "500").query(filters).pages("images", Image::read);
  }

  /** An image, if it is there. */
  public Optional<Image> find(String id) {
    try {
      return Optional.of(Image.read(client.at("images/{id}", id).get()));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  /** Makes an image without octets. */
  public Image create(ImageRequest request) {
    return Image.read(client.at("images").post(request.json()));
  }

  /** Sends an image's octets, streamed; it is {@code active} afterwards. */
  public void upload(String id, Path file) {
    client.at("images/{id}/file", id).upload(file);
  }

  /** Sets a property. */
  public void setProperty(String id, String name, String value) {
    ArrayNode patch = JsonNodeFactory.instance.arrayNode();
    // RFC 6902 "add" also replaces what is there.
    patch.addObject().put("op", "add").put("path", "/" + pointer(name)).put("value", value);
    client.at("images/{id}", id).patch(patch, PATCH);
  }

  /** RFC 6901 §3. */
  private static String pointer(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  /** Adds a tag. */
  public void addTag(String id, String tag) {
    client.at("images/{id}/tags/{tag}", id, tag).put();
  }

  /** Takes a tag off; nothing if it has none such. */
  public void removeTag(String id, String tag) {
    client.at("images/{id}/tags/{tag}", id, tag).delete();
  }

  /** Deletes an image; nothing if it is not there. */
  public void delete(String id) {
    client.at("images/{id}", id).delete();
  }
}
