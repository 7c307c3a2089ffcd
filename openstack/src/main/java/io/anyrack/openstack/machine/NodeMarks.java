package io.anyrack.openstack.machine;

import io.anyrack.openstack.nova.Server;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.NodeSpec.Firmware;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a server's metadata say of the node it is, so that whoever drives it needs to ask nobody
 * else.
 *
 * @param method how it boots from the network
 * @param firmware what starts it
 * @param guestShutdown whether Nova asks the guest to shut down and gives it time when it stops it
 * @param rootDevice the disk an installer writes to, as Linux calls it; empty: not known
 * @param cdGib the size of the volume in its CD-ROM drive, which it starts from; empty: there is
 *     none
 */
public record NodeMarks(
    BootSpec.Method method,
    Firmware firmware,
    boolean guestShutdown,
    Optional<String> rootDevice,
    OptionalInt cdGib) {
  /**
   * The id of the boot medium a server rescues or rebuilds with; whoever makes the server sets it.
   */
  public static final String MEDIUM = "anyrack:medium";

  /**
   * The id of the image that the volume in the CD-ROM drive was written with; not there: what the
   * machine was made with.
   */
  static final String DISC = "anyrack:disc";

  private static final String METHOD = "anyrack:method";
  private static final String FIRMWARE = "anyrack:firmware";
  private static final String ROOT = "anyrack:root-device";
  private static final String SHUTDOWN = "anyrack:guest-shutdown";
  private static final String CD = "anyrack:cd-gib";
  private static final Pattern SIZE = Pattern.compile("[0-9]{1,6}");

  /** As metadata. */
  Map<String, String> metadata() {
    Map<String, String> metadata = new TreeMap<>();
    metadata.put(METHOD, word(method));
    metadata.put(FIRMWARE, word(firmware));
    metadata.put(SHUTDOWN, Boolean.toString(guestShutdown));
    rootDevice.ifPresent(device -> metadata.put(ROOT, device));
    cdGib.ifPresent(size -> metadata.put(CD, Integer.toString(size)));
    return metadata;
  }

  /** What a server's metadata say; one without them boots its disk, and no more is known. */
  public static NodeMarks of(Server server) {
    return of(server.metadata());
  }

  /** What metadata say that a server has, or is to have. */
  public static NodeMarks of(Map<String, String> metadata) {
    return new NodeMarks(
        value(metadata, METHOD, BootSpec.Method.values()).orElse(BootSpec.Method.NATIVE),
        value(metadata, FIRMWARE, Firmware.values()).orElse(Firmware.BIOS),
        Boolean.parseBoolean(metadata.get(SHUTDOWN)),
        Optional.ofNullable(metadata.get(ROOT)),
        Optional.ofNullable(metadata.get(CD)).filter(SIZE.asMatchPredicate()).stream()
            .mapToInt(Integer::parseInt)
            .findFirst());
  }

  /**
   * Whether a server with these marks would lose its disk when it is shelved: Nova keeps only its
   * root disk (nova/compute/manager.py, _shelve_instance), which is iPXE's CD-ROM where both are
   * local.
   */
  boolean losesDiskWhenShelved(Server server) {
    return method == BootSpec.Method.SCRIPT && server.image().isPresent() && rootDevice.isPresent();
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
