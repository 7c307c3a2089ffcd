package io.anyrack.redfish.resource;

import io.anyrack.redfish.http.Call;
import io.anyrack.redfish.http.Reply;
import io.anyrack.redfish.http.RouteTable;
import io.anyrack.redfish.schema.Documents;
import io.anyrack.redfish.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a client sees before it logs in (DSP0266 §8.2 to §8.4). */
public final class RootResources {
  /** How many levels {@code $expand} goes. */
  public static final int EXPAND_LEVELS = 3;

  private static final String ROOT = "/redfish/v1";
  private static final Map<String, String> COLLECTIONS =
      new TreeMap<>(
          Map.of(
              "Systems", "/redfish/v1/Systems",
              "Managers", "/redfish/v1/Managers",
              "Chassis", "/redfish/v1/Chassis",
              "Registries", "/redfish/v1/Registries",
              "JsonSchemas", "/redfish/v1/JsonSchemas"));
  private static final Map<String, String> SERVICES =
      new TreeMap<>(
          Map.of(
              "AccountService", "/redfish/v1/AccountService",
              "SessionService", "/redfish/v1/SessionService",
              "EventService", "/redfish/v1/EventService",
              "Tasks", "/redfish/v1/TaskService",
              "UpdateService", "/redfish/v1/UpdateService"));

  private final UUID uuid;
  private final String version;

  /**
   * The root of a service.
   *
   * @param uuid which service it is, always the same
   * @param version of the program
   */
  public RootResources(UUID uuid, String version) {
    this.uuid = uuid;
    this.version = version;
  }

  /** Adds its places. */
  public void addTo(RouteTable.Builder routes) {
    routes
        .open("GET", "/redfish", _ -> Reply.ok(versions()))
        .open("GET", "/redfish/v1", _ -> Reply.ok(root()))
        .open("GET", "/redfish/v1/odata", _ -> Reply.ok(odata()))
        .open("GET", "/redfish/v1/$metadata", RootResources::metadata);
  }

  private static ObjectNode versions() {
    return JsonNodeFactory.instance.objectNode().put("v1", "/redfish/v1/");
  }

  private ObjectNode root() {
    ObjectNode json = Documents.resource(ROOT, Schema.SERVICE_ROOT, "RootService", "Root Service");
    json.put("RedfishVersion", "1.20.0")
        .put("UUID", uuid.toString())
        .put("Vendor", "Anyrack")
        .put("Product", "Anyrack " + version);
    ObjectNode features = json.putObject("ProtocolFeaturesSupported");
    features
        .putObject("ExpandQuery")
        .put("ExpandAll", true)
        .put("Levels", true)
        .put("Links", true)
        .put("NoLinks", true)
        .put("MaxLevels", EXPAND_LEVELS);
    features
        .put("SelectQuery", true)
        .put("OnlyMemberQuery", true)
        .put("ExcerptQuery", false)
        .put("FilterQuery", false);
    COLLECTIONS.forEach((name, uri) -> Documents.link(json, name, uri));
    SERVICES.forEach((name, uri) -> Documents.link(json, name, uri));
    Documents.link(json.putObject("Links"), "Sessions", "/redfish/v1/SessionService/Sessions");
    return json;
  }

  /** The OData service document (DSP0266 §8.4.3). */
  private static ObjectNode odata() {
    ObjectNode json =
        JsonNodeFactory.instance.objectNode().put("@odata.context", "/redfish/v1/$metadata");
    ArrayNode value = json.putArray("value");
    entry(value, "Service", ROOT + "/");
    COLLECTIONS.forEach((name, uri) -> entry(value, name, uri));
    SERVICES.forEach((name, uri) -> entry(value, name, uri));
    return json;
  }

  private static void entry(ArrayNode value, String name, String uri) {
    value.addObject().put("name", name).put("kind", "Singleton").put("url", uri);
  }

  private static Reply metadata(Call call) {
    StringBuilder xml =
        new StringBuilder(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
            """);
    for (Schema schema : Schema.values()) {
      reference(xml, schema.title(), List.of(schema.title(), schema.namespace()));
    }
    for (String of : Documents.COLLECTIONS) {
      reference(xml, of + "Collection", List.of(of + "Collection"));
    }
    reference(xml, "Resource", List.of("Resource", "Resource.v1_0_0"));
    reference(xml, "Message", List.of("Message", "Message.v1_1_2"));
    reference(xml, "RedfishExtensions", List.of("RedfishExtensions.v1_0_0"));
    xml.append(
        """
          <edmx:DataServices>
            <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="Service">
              <EntityContainer Name="Service" Extends="%s.ServiceContainer"/>
            </Schema>
          </edmx:DataServices>
        </edmx:Edmx>
        """
            .formatted(Schema.SERVICE_ROOT.namespace()));
    return Reply.text("application/xml;charset=utf-8", xml.toString());
  }

  private static void reference(StringBuilder xml, String file, List<String> namespaces) {
    xml.append("  <edmx:Reference Uri=\"http://redfish.dmtf.org/schemas/v1/")
        .append(file)
        .append("_v1.xml\">\n");
    for (String namespace : namespaces) {
      xml.append("    <edmx:Include Namespace=\"").append(namespace).append('"');
      if (namespace.startsWith("RedfishExtensions")) {
        xml.append(" Alias=\"Redfish\"");
      }
      xml.append("/>\n");
    }
    xml.append("  </edmx:Reference>\n");
  }
}
