package io.anyrack.redfish.resource;

import io.anyrack.rack.model.NodeSpec;
import io.anyrack.redfish.http.Call;
import io.anyrack.redfish.http.Reply;
import io.anyrack.redfish.http.RouteTable;
import io.anyrack.redfish.inventory.Inventory;
import io.anyrack.redfish.message.RedfishException;
import io.anyrack.redfish.schema.Documents;
import io.anyrack.redfish.schema.Schema;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A node's disk, told in each of the ways clients look for it: as a simple device, as a drive, and
 * as the one volume of a controller that has no RAID.
 */
public final class StorageResources {
  private static final String SYSTEM = "/redfish/v1/Systems/{system}";
  private static final String STORAGE = SYSTEM + "/Storage/{storage}";
  private static final String DRIVES = "/redfish/v1/Chassis/{chassis}/Drives";
  private static final String FIRST = "1";
  private static final String DISK = "Disk1";

  private final Inventory inventory;

  /** The disks of the systems of an inventory. */
  public StorageResources(Inventory inventory) {
    this.inventory = inventory;
  }

  /** Adds their places. */
  public void addTo(RouteTable.Builder routes) {
    routes
        .get(SYSTEM + "/SimpleStorage", call -> list(call, "SimpleStorage", FIRST))
        .get(SYSTEM + "/SimpleStorage/{storage}", this::simpleStorage)
        .get(SYSTEM + "/Storage", call -> list(call, "Storage", FIRST))
        .get(STORAGE, this::storage)
        .get(STORAGE + "/Controllers", call -> list(call, "StorageController", FIRST))
        .get(STORAGE + "/Controllers/{controller}", this::controller)
        .get(STORAGE + "/Volumes", this::volumes)
        .get(STORAGE + "/Volumes/{volume}", this::volume)
        .get(DRIVES, call -> list(call, "Drive", DISK))
        .get(DRIVES + "/{drive}", this::drive);
  }

  private NodeSpec node(Call call) {
    return inventory.get(call.identity(), "ComputerSystem", call.arg(0)).spec();
  }

  private Reply list(Call call, String of, String only) {
    List<String> members = node(call).diskBytes() == 0 ? List.of() : List.of(only);
    return Reply.ok(collection(call, of, members));
  }

  private static ObjectNode collection(Call call, String of, List<String> members) {
    return Documents.collection(call.path(), of, of + " Collection", members);
  }

  /** The node, if it has a disk and the path's ids behind the node's are these. */
  private NodeSpec withDisk(Call call, String... ids) {
    NodeSpec spec = node(call);
    for (int i = 0; i < ids.length; i++) {
      if (!call.arg(i + 1).equals(ids[i])) {
        throw RedfishException.notFound(call.path());
      }
    }
    if (spec.diskBytes() == 0) {
      throw RedfishException.notFound(call.path());
    }
    return spec;
  }

  private Reply simpleStorage(Call call) {
    NodeSpec spec = withDisk(call, FIRST);
    ObjectNode json =
        Documents.resource(call.path(), Schema.SIMPLE_STORAGE, FIRST, "Storage controller");
    ObjectNode disk = json.putArray("Devices").addObject();
    disk.put("Name", DISK).put("CapacityBytes", spec.diskBytes());
    Documents.status(disk, "Enabled", "OK");
    Documents.status(json, "Enabled", "OK");
    return Reply.ok(json);
  }

  private Reply storage(Call call) {
    withDisk(call, FIRST);
    ObjectNode json = Documents.resource(call.path(), Schema.STORAGE, FIRST, "Storage");
    Documents.link(json, "Controllers", call.path() + "/Controllers");
    Documents.links(json, "Drives", List.of(drive(call.arg(0))));
    Documents.link(json, "Volumes", call.path() + "/Volumes");
    Documents.status(json, "Enabled", "OK");
    return Reply.ok(json);
  }

  private Reply controller(Call call) {
    withDisk(call, FIRST, FIRST);
    ObjectNode json =
        Documents.resource(call.path(), Schema.STORAGE_CONTROLLER, FIRST, "Storage controller");
    Documents.words(json, "SupportedRAIDTypes", List.of("None"));
    Documents.status(json, "Enabled", "OK");
    return Reply.ok(json);
  }

  private Reply volumes(Call call) {
    withDisk(call, FIRST);
    ObjectNode json = collection(call, "Volume", List.of(FIRST));
    ObjectNode times = json.putObject("@Redfish.OperationApplyTimeSupport");
    times.put("@odata.type", "#Settings.v1_4_0.OperationApplyTimeSupport");
    Documents.words(times, "SupportedValues", List.of("Immediate"));
    return Reply.ok(json);
  }

  private Reply volume(Call call) {
    NodeSpec spec = withDisk(call, FIRST, FIRST);
    ObjectNode json = Documents.resource(call.path(), Schema.VOLUME, FIRST, "Disk 1");
    json.put("RAIDType", "None").put("CapacityBytes", spec.diskBytes());
    Documents.links(json.putObject("Links"), "Drives", List.of(drive(call.arg(0))));
    Documents.status(json, "Enabled", "OK");
    return Reply.ok(json);
  }

  private Reply drive(Call call) {
    NodeSpec spec = withDisk(call, DISK);
    ObjectNode json = Documents.resource(call.path(), Schema.DRIVE, DISK, "Disk 1");
    json.put("MediaType", "SSD").put("Protocol", "PCIe").put("CapacityBytes", spec.diskBytes());
    Documents.status(json, "Enabled", "OK");
    return Reply.ok(json);
  }

  private static String drive(String node) {
    return "/redfish/v1/Chassis/" + node + "/Drives/" + DISK;
  }
}
