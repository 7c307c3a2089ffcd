package io.anyrack.redfish.schema;

import java.util.Collection;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Begins the JSON documents that resources are. */
public final class Documents {
  /** What there are collections of. */
  public static final List<String> COLLECTIONS =
      List.of(
          "Chassis",
          "ComputerSystem",
          "Drive",
          "EthernetInterface",
          "EventDestination",
          "JsonSchemaFile",
          "LogEntry",
          "LogService",
          "Manager",
          "ManagerAccount",
          "Memory",
          "MessageRegistryFile",
          "Processor",
          "Role",
          "Session",
          "SimpleStorage",
          "Storage",
          "StorageController",
          "Task",
          "VirtualMedia",
          "Volume");

  private Documents() {}

  /** A resource with what every one has (DSP0266 §8.5). */
  public static ObjectNode resource(String uri, Schema schema, String id, String name) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("@odata.id", uri)
        .put("@odata.type", schema.type())
        .put("Id", id)
        .put("Name", name);
  }

  /**
   * A collection (DSP0266 §8.5.4).
   *
   * @param uri where it is
   * @param of what it has, such as {@code ComputerSystem}
   * @param name what it is called
   * @param members the last segments of their URIs, in order
   */
  public static ObjectNode collection(
      String uri, String of, String name, Collection<String> members) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("@odata.id", uri)
            .put("@odata.type", "#" + of + "Collection." + of + "Collection")
            .put("Name", name);
    ArrayNode links = node.putArray("Members");
    members.forEach(member -> links.addObject().put("@odata.id", uri + "/" + member));
    return node.put("Members@odata.count", members.size());
  }

  /** Sets a link to another resource. */
  public static void link(ObjectNode node, String property, String uri) {
    node.putObject(property).put("@odata.id", uri);
  }

  /** Sets links to other resources, and their count. */
  public static void links(ObjectNode node, String property, Collection<String> uris) {
    ArrayNode links = node.putArray(property);
    uris.forEach(uri -> links.addObject().put("@odata.id", uri));
    node.put(property + "@odata.count", uris.size());
  }

  /** Sets a list of words. */
  public static void words(ObjectNode node, String property, Collection<String> words) {
    ArrayNode array = node.putArray(property);
    words.forEach(array::add);
  }

  /** Sets a status (schema {@code Resource.Status}). */
  public static void status(ObjectNode node, String state, String health) {
    node.putObject("Status").put("State", state).put("Health", health);
  }
}
