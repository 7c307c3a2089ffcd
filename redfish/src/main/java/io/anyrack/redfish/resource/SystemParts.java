package io.anyrack.redfish.resource;

import io.anyrack.rack.model.NodeSpec;
import io.anyrack.redfish.http.Call;
import io.anyrack.redfish.http.Reply;
import io.anyrack.redfish.http.RouteTable;
import io.anyrack.redfish.inventory.Inventory;
import io.anyrack.redfish.inventory.ServedNode;
import io.anyrack.redfish.message.RedfishException;
import io.anyrack.redfish.schema.Documents;
import io.anyrack.redfish.schema.Schema;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/** What a system is built of, as far as its specification says. */
public final class SystemParts {
  private static final String CPU = "CPU1";
  private static final String DIMM = "DIMM1";
  private static final String NIC = "NIC";

  private final Inventory inventory;

  /** The parts of the systems of an inventory. */
  public SystemParts(Inventory inventory) {
    this.inventory = inventory;
  }

  /** Adds their places. */
  public void addTo(RouteTable.Builder routes) {
    routes
        .get("/redfish/v1/Systems/{system}/Processors", call -> list(call, "Processor", CPU))
        .get("/redfish/v1/Systems/{system}/Processors/{processor}", this::processor)
        .get("/redfish/v1/Systems/{system}/Memory", call -> list(call, "Memory", DIMM))
        .get("/redfish/v1/Systems/{system}/Memory/{module}", this::memory)
        .get("/redfish/v1/Systems/{system}/EthernetInterfaces", this::nics)
        .get("/redfish/v1/Systems/{system}/EthernetInterfaces/{nic}", this::nic)
        .get("/redfish/v1/Systems/{system}/Bios", this::bios)
        .get("/redfish/v1/Systems/{system}/Bios/Settings", this::biosSettings);
  }

  /** Links from a system to its parts. */
  static void link(ObjectNode system, String uri, NodeSpec spec) {
    List.of("Processors", "Memory", "EthernetInterfaces", "SimpleStorage", "Storage", "Bios")
        .forEach(part -> Documents.link(system, part, uri + "/" + part));
    if (spec.firmware() == NodeSpec.Firmware.UEFI) {
      Documents.link(system, "SecureBoot", uri + "/SecureBoot");
    }
    Documents.link(system, "LogServices", uri + "/LogServices");
    Documents.link(system, "VirtualMedia", uri + "/VirtualMedia");
  }

  private ServedNode node(Call call) {
    return inventory.get(call.identity(), "ComputerSystem", call.arg(0));
  }

  private static void require(Call call, int argument, String id) {
    if (!call.arg(argument).equals(id)) {
      throw RedfishException.notFound(call.path());
    }
  }

  private Reply list(Call call, String of, String only) {
    node(call);
    return Reply.ok(Documents.collection(call.path(), of, of + " Collection", List.of(only)));
  }

  private Reply processor(Call call) {
    NodeSpec spec = node(call).spec();
    require(call, 1, CPU);
    ObjectNode json = Documents.resource(call.path(), Schema.PROCESSOR, CPU, "Processor");
    json.put("ProcessorType", "CPU")
        .put("Socket", CPU)
        .put("ProcessorArchitecture", "x86")
        .put("InstructionSet", "x86-64")
        .put("TotalCores", spec.cpus())
        .put("TotalThreads", spec.cpus());
    Documents.status(json, "Enabled", "OK");
    return Reply.ok(json);
  }

  private Reply memory(Call call) {
    NodeSpec spec = node(call).spec();
    require(call, 1, DIMM);
    ObjectNode json = Documents.resource(call.path(), Schema.MEMORY, DIMM, "Memory module");
    json.put("MemoryType", "DRAM").put("CapacityMiB", spec.memoryMiB());
    Documents.status(json, "Enabled", "OK");
    return Reply.ok(json);
  }

  private Reply nics(Call call) {
    List<String> members =
        IntStream.rangeClosed(1, node(call).spec().nics().size())
            .mapToObj(number -> NIC + number)
            .toList();
    return Reply.ok(
        Documents.collection(
            call.path(), "EthernetInterface", "Ethernet Interface Collection", members));
  }

  private Reply nic(Call call) {
    ServedNode served = node(call);
    int index =
        IntStream.range(0, served.spec().nics().size())
            .filter(i -> call.arg(1).equals(NIC + (i + 1)))
            .findFirst()
            .orElseThrow(() -> RedfishException.notFound(call.path()));
    String mac = served.spec().nics().get(index).mac().toString();
    ObjectNode json =
        Documents.resource(
            call.path(), Schema.ETHERNET_INTERFACE, call.arg(1), "NIC " + (index + 1));
    json.put("Description", "On network " + served.spec().nics().get(index).network())
        .put("MACAddress", mac)
        .put("PermanentMACAddress", mac)
        .put("InterfaceEnabled", true)
        .put("LinkStatus", served.node().status().powered() ? "LinkUp" : "LinkDown");
    Documents.status(json, "Enabled", "OK");
    return Reply.ok(json);
  }

  /** Only what the specification says: there is no setting to change. */
  private Reply bios(Call call) {
    NodeSpec spec = node(call).spec();
    ObjectNode json = Documents.resource(call.path(), Schema.BIOS, "Bios", "Firmware settings");
    json.putObject("Attributes")
        .put("BootMode", spec.firmware() == NodeSpec.Firmware.UEFI ? "Uefi" : "LegacyBios")
        .put("NetworkBoot", spec.networkBoot().name());
    ObjectNode settings = json.putObject("@Redfish.Settings");
    settings.put("@odata.type", "#Settings.v1_4_0.Settings");
    Documents.link(settings, "SettingsObject", call.path() + "/Settings");
    Documents.words(settings, "SupportedApplyTimes@Redfish.AllowableValues", List.of("OnReset"));
    return Reply.ok(json);
  }

  /** What waits for the next reset: nothing, since the rack file says what the firmware is. */
  private Reply biosSettings(Call call) {
    node(call);
    ObjectNode json =
        Documents.resource(call.path(), Schema.BIOS, "Settings", "Settings for the next reset");
    json.putObject("Attributes");
    return Reply.ok(json);
  }
}
