package io.anyrack.openstack.nova;

import io.anyrack.rack.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server to be made.
 *
 * @param name for people
 * @param description for people, and to find a server by whose tags were never set
 * @param flavor the flavor's id
 * @param image the image's id; empty where the first block device is a volume
 * @param blockDevices its disks; empty: the image on the flavor's local disk
 * @param ports ids of its ports in the order in which it sees them; empty: no network (2.37)
 * @param keypair a key pair's name
 * @param availabilityZone empty: the cloud's choice
 * @param metadata at most 255 characters a value
 * @param tags where the cloud has 2.52
 * @param userData as it is, before base64
 * @param configDrive whether it gets its metadata on a disk, too
 */
public record ServerRequest(
    String name,
    String description,
    String flavor,
    Optional<String> image,
    List<BlockDevice> blockDevices,
    List<String> ports,
    Optional<String> keypair,
    Optional<String> availabilityZone,
    Map<String, String> metadata,
    List<String> tags,
    Optional<Secret> userData,
    boolean configDrive) {
  /** Copies lists and map. */
  public ServerRequest {
    blockDevices = List.copyOf(blockDevices);
    ports = List.copyOf(ports);
    metadata = Map.copyOf(metadata);
    tags = List.copyOf(tags);
  }

  ObjectNode json(boolean withTags) {
    ObjectNode server = JsonNodeFactory.instance.objectNode();
    server.put("name", name);
    if (!description.isEmpty()) {
      server.put("description", description);
    }
    server.put("flavorRef", flavor);
    server.put("imageRef", image.orElse(""));
    if (!blockDevices.isEmpty()) {
      var devices = server.putArray("block_device_mapping_v2");
      blockDevices.forEach(device -> devices.add(device.json()));
    }
    if (ports.isEmpty()) {
      server.put("networks", "none");
    } else {
      var networks = server.putArray("networks");
      ports.forEach(port -> networks.addObject().put("port", port));
    }
    keypair.ifPresent(key -> server.put("key_name", key));
    availabilityZone.ifPresent(zone -> server.put("availability_zone", zone));
    ObjectNode values = server.putObject("metadata");
    metadata.forEach(values::put);
    if (withTags && !tags.isEmpty()) {
      var list = server.putArray("tags");
      tags.forEach(list::add);
    }
    userData.ifPresent(data -> server.put("user_data", UserData.encode(data)));
    if (configDrive) {
      server.put("config_drive", true);
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("server", server);
    return body;
  }
}
