package io.anyrack.redfish.resource;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.node.Event;
import io.anyrack.redfish.account.BmcResets;
import io.anyrack.redfish.account.Privilege;
import io.anyrack.redfish.http.Call;
import io.anyrack.redfish.http.Fields;
import io.anyrack.redfish.http.Reply;
import io.anyrack.redfish.http.RouteTable;
import io.anyrack.redfish.inventory.Inventory;
import io.anyrack.redfish.inventory.ServedNode;
import io.anyrack.redfish.message.RedfishException;
import io.anyrack.redfish.schema.Documents;
import io.anyrack.redfish.schema.Schema;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Managers: the BMCs of the nodes. */
public final class ManagerResources {
  private static final String MANAGERS = "/redfish/v1/Managers";
  private static final String RESET = "Manager.Reset";
  private static final String NIC = "1";

  /** The third is what Foreman's smart proxy says. */
  private static final Map<String, Boolean> RESET_TYPES =
      Map.of("ForceRestart", true, "GracefulRestart", true, "Reset", true);

  private final Inventory inventory;
  private final BmcResets resets;
  private final InstantSource clock;
  private final String version;

  /**
   * The BMCs of the nodes of an inventory.
   *
   * @param inventory the nodes
   * @param resets tells all roots that a BMC is reset
   * @param clock tells the time
   * @param version of the program, which is their firmware
   */
  public ManagerResources(
      Inventory inventory, BmcResets resets, InstantSource clock, String version) {
    this.inventory = inventory;
    this.resets = resets;
    this.clock = clock;
    this.version = version;
  }

  /** Adds their places. */
  public void addTo(RouteTable.Builder routes) {
    routes
        .get("/redfish/v1/Managers", this::list)
        .get("/redfish/v1/Managers/{manager}", call -> Reply.ok(document(node(call))))
        .on(
            "POST",
            "/redfish/v1/Managers/{manager}/Actions/Manager.Reset",
            Privilege.CONFIGURE_MANAGER,
            this::reset)
        .get("/redfish/v1/Managers/{manager}/NetworkProtocol", this::protocols)
        .get("/redfish/v1/Managers/{manager}/EthernetInterfaces", this::nics)
        .get("/redfish/v1/Managers/{manager}/EthernetInterfaces/{nic}", this::nic);
  }

  private Reply list(Call call) {
    return Reply.ok(
        Documents.collection(
            MANAGERS,
            "Manager",
            "Manager Collection",
            inventory.of(call.identity()).stream().map(ServedNode::id).toList()));
  }

  private ServedNode node(Call call) {
    return inventory.get(call.identity(), "Manager", call.arg(0));
  }

  private ObjectNode document(ServedNode served) {
    String uri = MANAGERS + "/" + served.id();
    ObjectNode json = Documents.resource(uri, Schema.MANAGER, served.id(), "BMC of " + served.id());
    UUID system = served.spec().uuid();
    json.put("ManagerType", "BMC")
        .put("Manufacturer", "Anyrack")
        .put("Model", "Anyrack BMC")
        .put("FirmwareVersion", version)
        // Of its own, and always the same.
        .put(
            "UUID",
            new UUID(~system.getMostSignificantBits(), system.getLeastSignificantBits()).toString())
        .put("DateTime", Times.text(clock.instant()))
        .put("DateTimeLocalOffset", "+00:00")
        .put("PowerState", "On");
    Documents.status(json, "Enabled", "OK");
    Documents.link(json, "EthernetInterfaces", uri + "/EthernetInterfaces");
    Documents.link(json, "NetworkProtocol", uri + "/NetworkProtocol");
    Documents.link(json, "LogServices", uri + "/LogServices");
    // Where clients of older versions of Redfish look for it; the place itself is the system's.
    if (served.offered().deprecated()) {
      Documents.link(json, "VirtualMedia", "/redfish/v1/Systems/" + served.id() + "/VirtualMedia");
    }
    ObjectNode links = json.putObject("Links");
    Documents.links(links, "ManagerForServers", List.of("/redfish/v1/Systems/" + served.id()));
    Documents.links(links, "ManagerForChassis", List.of("/redfish/v1/Chassis/" + served.id()));
    Documents.link(links, "ManagerInChassis", "/redfish/v1/Chassis/" + served.id());
    ObjectNode reset = json.putObject("Actions").putObject("#" + RESET);
    reset.put("target", uri + "/Actions/" + RESET);
    Documents.words(
        reset, "ResetType@Redfish.AllowableValues", List.of("ForceRestart", "GracefulRestart"));
    return json;
  }

  /** Ends the Redfish sessions of this BMC's accounts, at all roots; the node runs on. */
  private Reply reset(Call call) {
    ServedNode served = node(call);
    Fields fields = call.parameters(RESET);
    fields.choice("ResetType", RESET_TYPES);
    fields.end();
    served
        .node()
        .events()
        .append(Event.Kind.SERVICE, "the BMC was reset: its Redfish sessions end", call.origin());
    resets.reset(served.id());
    return Reply.noContent();
  }

  /** What answers at the BMC's address: IPMI on its port, and Redfish on the one that was asked. */
  private Reply protocols(Call call) {
    ServedNode served = node(call);
    ObjectNode json =
        Documents.resource(
            call.path(),
            Schema.MANAGER_NETWORK_PROTOCOL,
            "NetworkProtocol",
            "Network protocols of the BMC");
    json.put("HostName", served.id());
    json.putObject("IPMI").put("ProtocolEnabled", true).put("Port", served.bmc().ipmiPort());
    boolean tls = call.request().secure();
    int port = call.request().local().getPort();
    protocol(json, "HTTP", !tls, port);
    protocol(json, "HTTPS", tls, port);
    for (String other : List.of("SSH", "SNMP", "SSDP", "KVMIP", "VirtualMedia", "NTP")) {
      json.putObject(other).put("ProtocolEnabled", false);
    }
    Documents.status(json, "Enabled", "OK");
    return Reply.ok(json);
  }

  private static void protocol(ObjectNode json, String name, boolean enabled, int port) {
    ObjectNode node = json.putObject(name).put("ProtocolEnabled", enabled);
    if (enabled) {
      node.put("Port", port);
    } else {
      node.putNull("Port");
    }
  }

  private Reply nics(Call call) {
    node(call);
    return Reply.ok(
        Documents.collection(
            call.path(), "EthernetInterface", "Ethernet Interface Collection", List.of(NIC)));
  }

  private Reply nic(Call call) {
    ServedNode served = node(call);
    if (!call.arg(1).equals(NIC)) {
      throw RedfishException.notFound(call.path());
    }
    ObjectNode json =
        Documents.resource(call.path(), Schema.ETHERNET_INTERFACE, NIC, "NIC of the BMC");
    json.put("MACAddress", served.bmc().mac().toString())
        .put("PermanentMACAddress", served.bmc().mac().toString())
        .put("InterfaceEnabled", true)
        .put("LinkStatus", "LinkUp");
    ObjectNode address =
        json.putArray("IPv4Addresses")
            .addObject()
            .put("Address", served.bmc().address().toString())
            .put("SubnetMask", served.bmc().mask().toString())
            .put("AddressOrigin", "Static");
    if (served.bmc().gateway().equals(Ipv4Address.ANY)) {
      address.putNull("Gateway");
    } else {
      address.put("Gateway", served.bmc().gateway().toString());
    }
    Documents.status(json, "Enabled", "OK");
    return Reply.ok(json);
  }
}
