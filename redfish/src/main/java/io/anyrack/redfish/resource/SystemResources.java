package io.anyrack.redfish.resource;

import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.NodeState;
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
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** Systems: the nodes themselves (schema {@code ComputerSystem}). */
public final class SystemResources {
  static final String SYSTEMS = "/redfish/v1/Systems";

  private static final String RESET = "ComputerSystem.Reset";
  private static final int MIB_PER_GIB = 1024;
  private static final int DECIMALS = 3;
  private static final Set<String> READ_ONLY =
      Set.of(
          "Id",
          "Name",
          "SystemType",
          "Manufacturer",
          "Model",
          "SerialNumber",
          "AssetTag",
          "UUID",
          "HostName",
          "PowerState",
          "Status",
          "ProcessorSummary",
          "MemorySummary",
          "PowerRestorePolicy",
          "SerialConsole",
          "Processors",
          "Memory",
          "EthernetInterfaces",
          "SimpleStorage",
          "Storage",
          "Bios",
          "SecureBoot",
          "LogServices",
          "VirtualMedia",
          "Links",
          "Actions");

  private final Inventory inventory;
  private final InstantSource clock;

  /** The systems of an inventory. */
  public SystemResources(Inventory inventory, InstantSource clock) {
    this.inventory = inventory;
    this.clock = clock;
  }

  /** Adds their places. */
  public void addTo(RouteTable.Builder routes) {
    routes
        .get("/redfish/v1/Systems", this::list)
        .get("/redfish/v1/Systems/{system}", this::get)
        .on("PATCH", "/redfish/v1/Systems/{system}", Privilege.CONFIGURE_COMPONENTS, this::patch)
        .on(
            "POST",
            "/redfish/v1/Systems/{system}/Actions/ComputerSystem.Reset",
            Privilege.CONFIGURE_COMPONENTS,
            this::reset);
  }

  private Reply list(Call call) {
    return Reply.ok(
        Documents.collection(
            SYSTEMS,
            "ComputerSystem",
            "Computer System Collection",
            inventory.of(call.identity()).stream().map(ServedNode::id).toList()));
  }

  private Reply get(Call call) {
    return Reply.ok(document(node(call)));
  }

  private ServedNode node(Call call) {
    return inventory.get(call.identity(), "ComputerSystem", call.arg(0));
  }

  private ObjectNode document(ServedNode served) {
    NodeSpec spec = served.spec();
    NodeStatus status = served.node().status();
    String uri = SYSTEMS + "/" + served.id();
    ObjectNode json = Documents.resource(uri, Schema.COMPUTER_SYSTEM, served.id(), served.id());
    json.put("SystemType", "Virtual")
        .put("Manufacturer", spec.identity().manufacturer())
        .put("Model", spec.identity().product())
        .put("SerialNumber", spec.identity().serial())
        .put("AssetTag", spec.identity().serial())
        .put("UUID", spec.uuid().toString())
        .put("HostName", spec.name())
        .put("PowerState", power(status.state()))
        .put("PowerRestorePolicy", "AlwaysOff")
        .put("LocationIndicatorActive", Identify.isOn(status, clock.instant()));
    List<String> writeable = new ArrayList<>(List.of("Boot", "LocationIndicatorActive"));
    if (served.offered().deprecated()) {
      json.put("IndicatorLED", Identify.isOn(status, clock.instant()) ? "Lit" : "Off");
      writeable.add("IndicatorLED");
    }
    Documents.words(json, "@Redfish.WriteableProperties", writeable);
    status(json, status.state());
    json.putObject("ProcessorSummary")
        .put("Count", 1)
        .put("CoreCount", spec.cpus())
        .put("LogicalProcessorCount", spec.cpus());
    json.putObject("MemorySummary")
        .put(
            "TotalSystemMemoryGiB",
            BigDecimal.valueOf(spec.memoryMiB())
                .divide(BigDecimal.valueOf(MIB_PER_GIB), DECIMALS, RoundingMode.HALF_UP)
                .stripTrailingZeros());
    BootProperties.addTo(json, spec, status.boot());
    json.putObject("SerialConsole")
        .putObject("IPMI")
        .put("ServiceEnabled", true)
        .put("Port", served.bmc().ipmiPort());
    SystemParts.link(json, uri, spec);
    ObjectNode links = json.putObject("Links");
    Documents.links(links, "Chassis", List.of("/redfish/v1/Chassis/" + served.id()));
    Documents.links(links, "ManagedBy", List.of("/redfish/v1/Managers/" + served.id()));
    ObjectNode reset = json.putObject("Actions").putObject("#" + RESET);
    reset.put("target", uri + "/Actions/" + RESET);
    Documents.words(reset, "ResetType@Redfish.AllowableValues", ResetType.of(served).keySet());
    return json;
  }

  private static String power(NodeState state) {
    if (state instanceof NodeState.Paused) {
      return "Paused";
    }
    return state.powered() ? "On" : "Off";
  }

  static void status(ObjectNode json, NodeState state) {
    switch (state) {
      case NodeState.Faulted _ -> Documents.status(json, "Enabled", "Warning");
      case NodeState.Unavailable _ -> Documents.status(json, "UnavailableOffline", "Critical");
      default -> Documents.status(json, state.powered() ? "Enabled" : "Disabled", "OK");
    }
  }

  private Reply patch(Call call) {
    ServedNode served = node(call);
    Fields fields = call.properties().readOnly(READ_ONLY);
    Optional<UnaryOperator<BootOverride>> boot = fields.object("Boot").map(BootProperties::read);
    Optional<Command> identify = Identify.read(fields);
    fields.end();
    boot.ifPresent(
        change -> NodeAnswer.check(served.node().changeBoot(change, call.origin()), served));
    identify.ifPresent(command -> NodeAnswer.to(command, served, call));
    return Reply.ok(document(served));
  }

  private Reply reset(Call call) {
    ServedNode served = node(call);
    Fields fields = call.parameters(RESET).need("ResetType");
    Optional<ResetType> wanted = fields.choice("ResetType", ResetType.of(served));
    fields.end();
    NodeAnswer.to(wanted.orElseThrow().command(served), served, call);
    return Reply.noContent();
  }
}
