package io.anyrack.redfish.resource;

import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.BootOverride.Device;
import io.anyrack.rack.model.BootOverride.Lifetime;
import io.anyrack.rack.model.BootOverride.Mode;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.redfish.http.Fields;
import io.anyrack.redfish.message.BaseMessage;
import io.anyrack.redfish.message.Message;
import io.anyrack.redfish.message.RedfishException;
import io.anyrack.redfish.schema.Documents;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** A boot override as {@code ComputerSystem.Boot}, and back. */
final class BootProperties {
  private static final String ENABLED = "BootSourceOverrideEnabled";
  private static final String TARGET = "BootSourceOverrideTarget";
  private static final String MODE = "BootSourceOverrideMode";
  private static final String HTTP_URI = "HttpBootUri";
  private static final int LONGEST_URL = 2048;

  private static final Map<String, Lifetime> LIFETIMES = lifetimes();
  private static final Map<String, Device> DEVICES = devices();
  private static final Map<String, Mode> MODES = Map.of("Legacy", Mode.LEGACY, "UEFI", Mode.UEFI);

  private BootProperties() {}

  private static Map<String, Lifetime> lifetimes() {
    return Map.of(
        "Disabled",
        Lifetime.DISABLED,
        "Once",
        Lifetime.ONCE,
        "Continuous",
        Lifetime.CONTINUOUS,
        // What Foreman's smart proxy sends for Continuous.
        "Enabled",
        Lifetime.CONTINUOUS);
  }

  private static Map<String, Device> devices() {
    Map<String, Device> devices = new LinkedHashMap<>();
    devices.put("None", Device.NONE);
    devices.put("Pxe", Device.PXE);
    devices.put("Hdd", Device.DISK);
    devices.put("Cd", Device.CDROM);
    devices.put("UefiHttp", Device.HTTP);
    devices.put("BiosSetup", Device.BIOS_SETUP);
    return devices;
  }

  static void addTo(ObjectNode system, NodeSpec spec, BootOverride boot) {
    ObjectNode node = system.putObject("Boot");
    node.put(
        ENABLED,
        switch (boot.lifetime()) {
          case DISABLED -> "Disabled";
          case ONCE -> "Once";
          case CONTINUOUS -> "Continuous";
        });
    node.put(
        TARGET,
        switch (boot.device()) {
          case NONE -> "None";
          case PXE -> "Pxe";
          case HTTP -> "UefiHttp";
          case DISK -> "Hdd";
          case CDROM -> "Cd";
          case BIOS_SETUP -> "BiosSetup";
        });
    Documents.words(
        node, ENABLED + "@Redfish.AllowableValues", List.of("Disabled", "Once", "Continuous"));
    Documents.words(node, TARGET + "@Redfish.AllowableValues", DEVICES.keySet());
    node.put(
        MODE,
        switch (boot.mode()) {
          case OWN -> spec.firmware() == NodeSpec.Firmware.UEFI ? "UEFI" : "Legacy";
          case LEGACY -> "Legacy";
          case UEFI -> "UEFI";
        });
    Documents.words(node, MODE + "@Redfish.AllowableValues", List.of("Legacy", "UEFI"));
    boot.http()
        .ifPresentOrElse(uri -> node.put(HTTP_URI, uri.toString()), () -> node.putNull(HTTP_URI));
    Documents.words(node, "@Redfish.WriteableProperties", List.of(ENABLED, TARGET, MODE, HTTP_URI));
  }

  /**
   * What a client wishes of the override, whichever holds when it is done; what it does not say
   * stays.
   */
  static UnaryOperator<BootOverride> read(Fields boot) {
    Optional<Device> device = boot.choice(TARGET, DEVICES);
    Optional<Lifetime> lifetime = boot.choice(ENABLED, LIFETIMES);
    Optional<Mode> mode = boot.choice(MODE, MODES);
    boolean says = boot.has(HTTP_URI);
    Optional<URI> http = says ? url(boot) : Optional.empty();
    return before -> {
      Device from = device.orElse(before.device());
      if (from == Device.HTTP && mode.equals(Optional.of(Mode.LEGACY))) {
        throw new RedfishException(
            400,
            Message.of(BaseMessage.PROPERTY_VALUE_CONFLICT, MODE, TARGET).about("/Boot/" + MODE));
      }
      return new BootOverride(
          from,
          lifetime.orElse(before.lifetime()),
          from == Device.HTTP ? Mode.UEFI : mode.orElse(before.mode()),
          before.otherFlags(),
          says ? http : before.http());
    };
  }

  /** Nothing, or what a machine can fetch. */
  private static Optional<URI> url(Fields boot) {
    Optional<String> text = boot.orNull(HTTP_URI, LONGEST_URL).filter(url -> !url.isEmpty());
    Optional<URI> url = text.flatMap(WebAddress::parse);
    if (text.isPresent() && url.isEmpty()) {
      boot.malformed(HTTP_URI);
    }
    return url;
  }
}
