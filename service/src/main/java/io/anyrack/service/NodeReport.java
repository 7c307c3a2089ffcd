package io.anyrack.service;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.NodeSpec.Firmware;
import io.anyrack.rack.node.NodeState;
import io.anyrack.rack.node.NodeStatus;
import io.anyrack.service.bmc.BmcAccess;
import io.anyrack.service.bmc.RedfishAccess;
import io.anyrack.service.control.JsonLines;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A node as JSON. {@link #node} is the contract behind {@code anyrack nodes -o json}; its keys
 * never change their meaning. {@link #status} has more and may grow.
 */
final class NodeReport {
  private NodeReport() {}

  static ObjectNode node(
      NodeSpec spec, NodeStatus status, BmcAccess bmc, Optional<RedfishAccess> redfish) {
    ObjectNode node = JsonLines.object();
    node.put("name", spec.name());
    node.put("role", spec.role());
    node.put("power", status.powered() ? "on" : "off");
    node.set("boot", boot(spec, status.boot()));
    ArrayNode macs = node.putArray("macs");
    ArrayNode addresses = node.putArray("addresses");
    spec.nics().forEach(nic -> macs.add(nic.mac().toString()));
    spec.nics().stream()
        .flatMap(nic -> nic.address().stream())
        .map(Ipv4Address::toString)
        .forEach(addresses::add);
    ObjectNode access = node.putObject("bmc");
    access.put("username", bmc.username());
    access.put("password", bmc.password());
    access.putObject("ipmi").put("host", bmc.host()).put("port", bmc.port());
    redfish.ifPresentOrElse(
        found -> access.set("redfish", redfish(spec, found)), () -> access.putNull("redfish"));
    return node;
  }

  private static ObjectNode redfish(NodeSpec spec, RedfishAccess access) {
    ObjectNode node = JsonLines.object();
    node.put("url", access.url());
    node.put("system", "/redfish/v1/Systems/" + spec.name());
    access.authority().ifPresent(file -> node.put("ca", file.toString()));
    node.putObject("rack")
        .put("url", access.rackUrl())
        .put("username", access.username())
        .put("password", access.password());
    return node;
  }

  static ObjectNode status(
      NodeSpec spec,
      NodeStatus status,
      BmcAccess bmc,
      Optional<RedfishAccess> redfish,
      Optional<String> bmcFault) {
    ObjectNode node = node(spec, status, bmc, redfish);
    node.put("state", status.state().label());
    node.put("since", status.since().truncatedTo(ChronoUnit.SECONDS).toString());
    Optional<String> reason =
        switch (status.state()) {
          case NodeState.Faulted faulted -> Optional.of(faulted.reason());
          case NodeState.Unavailable unavailable -> Optional.of(unavailable.reason());
          default -> bmcFault;
        };
    reason.ifPresent(text -> node.put("reason", text));
    status.media().ifPresent(image -> node.put("media", image.toString()));
    return node;
  }

  /** Address sync; durations in milliseconds. */
  static ObjectNode sync(SyncReport sync) {
    ObjectNode node = JsonLines.object();
    node.put("sources", sync.sources());
    node.put("heard", sync.heard());
    node.put("ports", sync.ports());
    node.put("pending", sync.pending());
    node.put("changes", sync.changes());
    node.put("failures", sync.failures());
    node.put("lag-ms", sync.lag().toMillis());
    node.put("waiting-ms", sync.waiting().toMillis());
    sync.findings().forEach(node.putArray("findings")::add);
    return node;
  }

  private static ObjectNode boot(NodeSpec spec, BootOverride override) {
    ObjectNode boot = JsonLines.object();
    String mode =
        switch (override.mode()) {
          case OWN -> spec.firmware() == Firmware.UEFI ? "uefi" : "bios";
          case LEGACY -> "bios";
          case UEFI -> "uefi";
        };
    if (!override.isActive()) {
      return boot.putNull("device").put("once", false).put("mode", mode);
    }
    String device =
        switch (override.device()) {
          case NONE -> throw new IllegalStateException("an active override has a device");
          case DISK -> "disk";
          case PXE -> "pxe";
          case HTTP -> "http";
          case CDROM -> "cdrom";
          case BIOS_SETUP -> "setup";
        };
    override.startsUrl().ifPresent(url -> boot.put("url", url.toString()));
    return boot.put("device", device)
        .put("once", override.lifetime() == BootOverride.Lifetime.ONCE)
        .put("mode", mode);
  }
}
