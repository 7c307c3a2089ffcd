package io.anyrack.openstack.machine;

import io.anyrack.openstack.nova.Server;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.NodeSpec.Firmware;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a server's metadata say of the node it is, so that whoever drives it needs to ask nobody
 * else.
 *
 * @param method how it boots from the network
 * @param firmware what starts it
 * @param guestShutdown whether Nova asks the guest to shut down and gives it time when it stops it
 * @param rootDevice the disk an installer writes to, as Linux calls it; empty: not known
 */
public record NodeMarks(
    BootSpec.Method method, Firmware firmware, boolean guestShutdown, Optional<String> rootDevice) {
  /**
   * The id of the boot medium a server rescues or rebuilds with; whoever makes the server sets it.
   */
  public static final String MEDIUM = "anyrack:medium";

  private static final String METHOD = "anyrack:method";
  private static final String FIRMWARE = "anyrack:firmware";
  private static final String ROOT = "anyrack:root-device";
  private static final String SHUTDOWN = "anyrack:guest-shutdown";

  /** As metadata. */
  Map<String, String> metadata() {
    Map<String, String> metadata = new TreeMap<>();
    metadata.put(METHOD, word(method));
    metadata.put(FIRMWARE, word(firmware));
    metadata.put(SHUTDOWN, Boolean.toString(guestShutdown));
    rootDevice.ifPresent(device -> metadata.put(ROOT, device));
    return metadata;
  }

  /** What a server's metadata say; one without them boots its disk, and no more is known. */
  public static NodeMarks of(Server server) {
    Map<String, String> metadata = server.metadata();
    return new NodeMarks(
        value(metadata, METHOD, BootSpec.Method.values()).orElse(BootSpec.Method.NATIVE),
        value(metadata, FIRMWARE, Firmware.values()).orElse(Firmware.BIOS),
        Boolean.parseBoolean(metadata.get(SHUTDOWN)),
        Optional.ofNullable(metadata.get(ROOT)));
  }

  /** How the node's boot script starts its disk. */
  public DiskStart diskStart() {
    return method == BootSpec.Method.SCRIPT && firmware == Firmware.BIOS
        ? DiskStart.FIRST_BIOS_DRIVE
        : DiskStart.NEXT_DEVICE;
  }

  private static <E extends Enum<E>> Optional<E> value(
      Map<String, String> metadata, String key, E[] values) {
    return Arrays.stream(values).filter(each -> word(each).equals(metadata.get(key))).findFirst();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
