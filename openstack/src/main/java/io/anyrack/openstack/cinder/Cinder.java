package io.anyrack.openstack.cinder;

import io.anyrack.openstack.http.NotFoundException;
import io.anyrack.openstack.http.ServiceClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Cinder. Actions return when they are accepted, not when they are done. Thread-safe. */
public final class Cinder {
  private final ServiceClient client;

  /** The service; the client's endpoint ends in the project's id where the cloud wants that. */
  public Cinder(ServiceClient client) {
    this.client = client;
  }

  /** All volumes of the project. */
  public List<Volume> volumes() {
    return client.at("volumes/detail").pages("volumes", Volume::read);
  }

  /** The volumes with one metadata value. */
  public List<Volume> volumes(String key, String value) {
    // Cinder reads the filter as a Python dictionary.
    return client
        .at("volumes/detail")
        .query("metadata", "{'" + key + "': '" + value + "'}")
        .pages("volumes", Volume::read);
  }

  /** A volume, if it is there. */
  public Optional<Volume> find(String id) {
    try {
      return Optional.of(Volume.read(client.at("volumes/{id}", id).get().object("volume")));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  /** Makes a volume; it is {@code creating} now. */
  public Volume create(VolumeRequest request) {
    return Volume.read(client.at("volumes").post(request.json()).object("volume"));
  }

  /** Deletes a volume; nothing if it is not there. */
  public void delete(String id) {
    client.at("volumes/{id}", id).delete();
  }

  /** Sets some of a volume's metadata and leaves the rest. */
  public void setMetadata(String id, Map<String, String> metadata) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode values = body.putObject("metadata");
    metadata.forEach(values::put);
    client.at("volumes/{id}/metadata", id).post(body);
  }

  /** Makes a volume that is not in use larger. */
  public void extend(String id, int sizeGib) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("os-extend").put("new_size", sizeGib);
    client.at("volumes/{id}/action", id).post(body);
  }

  /** The names of the volume types. */
  public List<String> types() {
    return client.at("types").pages("volume_types", type -> type.text("name"));
  }

  /** What the project may have and has. */
  public VolumeLimits limits() {
    return VolumeLimits.read(client.at("limits").get().object("limits").object("absolute"));
  }
}
