package io.anyrack.redfish.resource;

import io.anyrack.rack.cloud.MachineException;
import io.anyrack.rack.cloud.SecureBoot;
import io.anyrack.rack.cloud.SecureBoot.Change;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.node.Answer;
import io.anyrack.rack.node.Command;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** UEFI Secure Boot of systems that have UEFI: what is changed there holds from the next start. */
public final class SecureBootResources {
  private static final String ENABLE = "SecureBootEnable";
  private static final Set<String> READ_ONLY = Set.of("SecureBootCurrentBoot", "SecureBootMode");
  private static final String RESET = "SecureBoot.ResetKeys";
  private static final String TYPE = "ResetKeysType";
  private static final Map<String, Change> TYPES =
      Map.of(
          "ResetAllKeysToDefault",
          Change.DEFAULT_KEYS,
          "DeleteAllKeys",
          Change.DELETE_KEYS,
          "DeletePK",
          Change.DELETE_PLATFORM_KEY);

  private final Inventory inventory;

  /** Secure Boot of the systems of an inventory. */
  public SecureBootResources(Inventory inventory) {
    this.inventory = inventory;
  }

  /** Adds their places. */
  public void addTo(RouteTable.Builder routes) {
    routes
        .get(
            "/redfish/v1/Systems/{system}/SecureBoot",
            call -> Reply.ok(document(call.path(), node(call))))
        .on(
            "PATCH",
            "/redfish/v1/Systems/{system}/SecureBoot",
            Privilege.CONFIGURE_COMPONENTS,
            this::patch)
        .on(
            "POST",
            "/redfish/v1/Systems/{system}/SecureBoot/Actions/SecureBoot.ResetKeys",
            Privilege.CONFIGURE_COMPONENTS,
            this::reset);
  }

  private ServedNode node(Call call) {
    ServedNode served = inventory.get(call.identity(), "ComputerSystem", call.arg(0));
    if (served.spec().firmware() != NodeSpec.Firmware.UEFI) {
      throw RedfishException.notFound(call.path());
    }
    return served;
  }

  private static Optional<SecureBoot> look(ServedNode served) {
    try {
      return served.node().secureBoot();
    } catch (MachineException e) {
      NodeAnswer.check(
          new Answer.Failed(Optional.ofNullable(e.getMessage()).orElse(e.toString())), served);
      return Optional.empty();
    }
  }

  /** Where nobody can change it, it is off: such a machine's firmware has no keys. */
  private static ObjectNode document(String uri, ServedNode served) {
    ObjectNode json = Documents.resource(uri, Schema.SECURE_BOOT, "SecureBoot", "UEFI Secure Boot");
    look(served)
        .ifPresentOrElse(
            found -> {
              json.put(ENABLE, found.enabled());
              Documents.words(json, "@Redfish.WriteableProperties", List.of(ENABLE));
              json.put("SecureBootMode", found.owned() ? "UserMode" : "SetupMode");
              // There is no current boot while there is no power.
              json.put(
                  "SecureBootCurrentBoot",
                  served.node().status().powered()
                      ? found.inForce() ? "Enabled" : "Disabled"
                      : null);
              ObjectNode action = json.putObject("Actions").putObject("#" + RESET);
              action.put("target", uri + "/Actions/" + RESET);
              Documents.words(
                  action, TYPE + "@Redfish.AllowableValues", new TreeMap<>(TYPES).keySet());
            },
            () -> json.put(ENABLE, false).put("SecureBootCurrentBoot", "Disabled"));
    return json;
  }

  private Reply patch(Call call) {
    ServedNode served = node(call);
    Fields fields = call.properties().readOnly(READ_ONLY);
    if (look(served).isEmpty()) {
      fields.readOnly(Set.of(ENABLE));
    }
    Optional<Boolean> enable = fields.flag(ENABLE);
    fields.end();
    enable.ifPresent(on -> change(on ? Change.ENABLE : Change.DISABLE, served, call));
    return Reply.ok(document(call.path(), served));
  }

  private Reply reset(Call call) {
    ServedNode served = node(call);
    if (look(served).isEmpty()) {
      throw RedfishException.notFound(call.path());
    }
    Fields fields = call.parameters(RESET).need(TYPE);
    Optional<Change> change = fields.choice(TYPE, TYPES);
    fields.end();
    change(change.orElseThrow(), served, call);
    return Reply.noContent();
  }

  private static void change(Change change, ServedNode served, Call call) {
    NodeAnswer.to(new Command.ChangeSecureBoot(change), served, call);
  }
}
