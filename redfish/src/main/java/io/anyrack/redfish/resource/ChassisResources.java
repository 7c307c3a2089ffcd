package io.anyrack.redfish.resource;

import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.NodeStatus;
import io.anyrack.redfish.account.Privilege;
import io.anyrack.redfish.http.Call;
import io.anyrack.redfish.http.Fields;
import io.anyrack.redfish.http.Reply;
import io.anyrack.redfish.http.RouteTable;
import io.anyrack.redfish.inventory.Inventory;
import io.anyrack.redfish.inventory.ServedNode;
import io.anyrack.redfish.schema.Documents;
import io.anyrack.redfish.schema.Schema;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Chassis: what each node is built in. */
public final class ChassisResources {
  private static final String CHASSIS = "/redfish/v1/Chassis";
  private static final Set<String> READ_ONLY =
      Set.of(
          "Id",
          "Name",
          "ChassisType",
          "Manufacturer",
          "Model",
          "SerialNumber",
          "PowerState",
          "Status",
          "Links");

  private final Inventory inventory;
  private final InstantSource clock;

  /** The chassis of the nodes of an inventory. */
  public ChassisResources(Inventory inventory, InstantSource clock) {
    this.inventory = inventory;
    this.clock = clock;
  }

  /** Adds their places. */
  public void addTo(RouteTable.Builder routes) {
    routes
        .get("/redfish/v1/Chassis", this::list)
        .get("/redfish/v1/Chassis/{chassis}", call -> Reply.ok(document(node(call))))
        .on("PATCH", "/redfish/v1/Chassis/{chassis}", Privilege.CONFIGURE_COMPONENTS, this::patch);
  }

  private Reply list(Call call) {
    return Reply.ok(
        Documents.collection(
            CHASSIS,
            "Chassis",
            "Chassis Collection",
            inventory.of(call.identity()).stream().map(ServedNode::id).toList()));
  }

  private ServedNode node(Call call) {
    return inventory.get(call.identity(), "Chassis", call.arg(0));
  }

  private ObjectNode document(ServedNode served) {
    NodeStatus status = served.node().status();
    NodeSpec.Identity identity = served.spec().identity();
    ObjectNode json =
        Documents.resource(
            CHASSIS + "/" + served.id(), Schema.CHASSIS, served.id(), "Chassis of " + served.id());
    json.put("ChassisType", "RackMount")
        .put("Manufacturer", identity.manufacturer())
        .put("Model", identity.product())
        .put("SerialNumber", identity.serial())
        .put("PowerState", status.powered() ? "On" : "Off")
        .put("LocationIndicatorActive", Identify.isOn(status, clock.instant()));
    SystemResources.status(json, status.state());
    Documents.link(json, "Drives", CHASSIS + "/" + served.id() + "/Drives");
    ObjectNode links = json.putObject("Links");
    Documents.links(links, "ComputerSystems", List.of("/redfish/v1/Systems/" + served.id()));
    Documents.links(links, "ManagedBy", List.of("/redfish/v1/Managers/" + served.id()));
    Documents.links(links, "ManagersInChassis", List.of("/redfish/v1/Managers/" + served.id()));
    return json;
  }

  private Reply patch(Call call) {
    ServedNode served = node(call);
    Fields fields = call.properties().readOnly(READ_ONLY);
    Optional<Command> identify = Identify.read(fields);
    fields.end();
    identify.ifPresent(command -> NodeAnswer.to(command, served, call));
    return Reply.ok(document(served));
  }
}
