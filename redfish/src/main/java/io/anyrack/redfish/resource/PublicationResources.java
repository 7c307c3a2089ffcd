package io.anyrack.redfish.resource;

import io.anyrack.redfish.http.Call;
import io.anyrack.redfish.http.Reply;
import io.anyrack.redfish.http.RouteTable;
import io.anyrack.redfish.message.BaseMessage;
import io.anyrack.redfish.message.RedfishException;
import io.anyrack.redfish.schema.Documents;
import io.anyrack.redfish.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where the registries and schemas are that the service speaks: with DMTF, who publishes them; and
 * what can be updated: nothing.
 */
public final class PublicationResources {
  private static final String REGISTRIES = "/redfish/v1/Registries";
  private static final String SCHEMAS = "/redfish/v1/JsonSchemas";
  private static final String UPDATES = "/redfish/v1/UpdateService";
  private static final String PUBLISHED = "https://redfish.dmtf.org/";

  private static final String OWN = REGISTRIES + "/" + LogMessages.PREFIX;

  private static final Map<String, String> KNOWN_REGISTRIES =
      new TreeMap<>(
          Map.of(
              "Base",
              BaseMessage.REGISTRY,
              "ResourceEvent",
              "ResourceEvent.1.4.3",
              LogMessages.PREFIX,
              LogMessages.REGISTRY));

  /** Adds their places. */
  public void addTo(RouteTable.Builder routes) {
    routes
        .get(
            "/redfish/v1/Registries",
            _ ->
                Reply.ok(
                    Documents.collection(
                        REGISTRIES,
                        "MessageRegistryFile",
                        "Message Registry File Collection",
                        KNOWN_REGISTRIES.keySet())))
        .get("/redfish/v1/Registries/{registry}", PublicationResources::registry)
        .get("/redfish/v1/Registries/{registry}/Registry", PublicationResources::own)
        .get(
            "/redfish/v1/JsonSchemas",
            _ ->
                Reply.ok(
                    Documents.collection(
                        SCHEMAS,
                        "JsonSchemaFile",
                        "JSON Schema File Collection",
                        schemas().toList())))
        .get("/redfish/v1/JsonSchemas/{schema}", PublicationResources::schema)
        .get("/redfish/v1/UpdateService", _ -> Reply.ok(updates()));
  }

  private static Stream<String> schemas() {
    return Arrays.stream(Schema.values()).map(Schema::namespace).sorted();
  }

  private static Reply registry(Call call) {
    String name = call.arg(0);
    String registry =
        Optional.ofNullable(KNOWN_REGISTRIES.get(name))
            .orElseThrow(() -> RedfishException.notFound(call.path()));
    ObjectNode json =
        Documents.resource(
            call.path(), Schema.MESSAGE_REGISTRY_FILE, name, name + " Message Registry File");
    // Without the last number: a client takes any correction of the registry.
    json.put("Registry", registry.substring(0, registry.lastIndexOf('.')));
    if (name.equals(LogMessages.PREFIX)) {
      location(json).put("Uri", OWN + "/Registry");
    } else {
      location(json).put("PublicationUri", PUBLISHED + "registries/" + registry + ".json");
    }
    return Reply.ok(json);
  }

  private static Reply own(Call call) {
    if (!call.arg(0).equals(LogMessages.PREFIX)) {
      throw RedfishException.notFound(call.path());
    }
    return Reply.ok(LogMessages.registry());
  }

  private static Reply schema(Call call) {
    String namespace = call.arg(0);
    if (schemas().noneMatch(namespace::equals)) {
      throw RedfishException.notFound(call.path());
    }
    ObjectNode json =
        Documents.resource(
            call.path(), Schema.JSON_SCHEMA_FILE, namespace, namespace + " Schema File");
    String title = namespace.substring(0, namespace.indexOf('.'));
    json.put("Schema", "#" + namespace + "." + title);
    location(json).put("PublicationUri", PUBLISHED + "schemas/v1/" + namespace + ".json");
    return Reply.ok(json);
  }

  private static ObjectNode location(ObjectNode json) {
    Documents.words(json, "Languages", List.of("en"));
    return json.putArray("Location").addObject().put("Language", "en");
  }

  private static ObjectNode updates() {
    ObjectNode json =
        Documents.resource(UPDATES, Schema.UPDATE_SERVICE, "UpdateService", "Update Service");
    json.put("Description", "Nothing is updatable: the firmware is this program.")
        .put("ServiceEnabled", false);
    Documents.status(json, "Disabled", "OK");
    return json;
  }
}
