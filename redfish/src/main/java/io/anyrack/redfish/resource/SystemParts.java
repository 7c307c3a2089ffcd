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
  private static final String DISKS = "1";
  private static final String DISK = "Disk1";

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
        .get(
            "/redfish/v1/Systems/{system}/SimpleStorage",
            call -> list(call, "SimpleStorage", DISKS))
        .get("/redfish/v1/Systems/{system}/SimpleStorage/{storage}", this::simpleStorage)
        .get("/redfish/v1/Systems/{system}/Storage", call -> list(call, "Storage", DISKS))
        .get("/redfish/v1/Systems/{system}/Storage/{storage}", this::storage)
        .get("/redfish/v1/Chassis/{chassis}/Drives", call -> list(call, "Drive", DISK))
        .get("/redfish/v1/Chassis/{chassis}/Drives/{drive}", this::drive)
        .get("/redfish/v1/Systems/{system}/Bios", this::bios)
        .get("/redfish/v1/Systems/{system}/SecureBoot", this::secureBoot);
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
    ServedNode served = node(call);
    boolean disks = of.endsWith("Storage") || of.equals("Drive");
    List<String> members = disks && served.spec().diskBytes() == 0 ? List.of() : List.of(only);
    return Reply.ok(Documents.collection(call.path(), of, of + " Collection", members));
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

  private NodeSpec withDisk(Call call, String id) {
    NodeSpec spec = node(call).spec();
    require(call, 1, id);
    if (spec.diskBytes() == 0) {
      throw RedfishException.notFound(call.path());
    }
    return spec;
  }

  private Reply simpleStorage(Call call) {
    NodeSpec spec = withDisk(call, DISKS);
    ObjectNode json =
        Documents.resource(call.path(), Schema.SIMPLE_STORAGE, DISKS, "Storage controller");
    ObjectNode disk = json.putArray("Devices").addObject();
    disk.put("Name", DISK).put("CapacityBytes", spec.diskBytes());
    Documents.status(disk, "Enabled", "OK");
    Documents.status(json, "Enabled", "OK");
    return Reply.ok(json);
  }

  private Reply storage(Call call) {
    withDisk(call, DISKS);
    ObjectNode json = Documents.resource(call.path(), Schema.STORAGE, DISKS, "Storage controller");
    Documents.links(
        json, "Drives", List.of("/redfish/v1/Chassis/" + call.arg(0) + "/Drives/" + DISK));
    Documents.status(json, "Enabled", "OK");
    return Reply.ok(json);
  }

  private Reply drive(Call call) {
    NodeSpec spec = withDisk(call, DISK);
    ObjectNode json = Documents.resource(call.path(), Schema.DRIVE, DISK, "Disk 1");
    json.put("MediaType", "SSD").put("CapacityBytes", spec.diskBytes());
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
    return Reply.ok(json);
  }

  /** The firmware is a build without Secure Boot: it is off and cannot be switched on. */
  private Reply secureBoot(Call call) {
    if (node(call).spec().firmware() != NodeSpec.Firmware.UEFI) {
      throw RedfishException.notFound(call.path());
    }
    ObjectNode json =
        Documents.resource(call.path(), Schema.SECURE_BOOT, "SecureBoot", "UEFI Secure Boot");
    json.put("SecureBootEnable", false).put("SecureBootCurrentBoot", "Disabled");
    return Reply.ok(json);
  }
}
