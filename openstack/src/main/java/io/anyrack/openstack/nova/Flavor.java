package io.anyrack.openstack.nova;

import io.anyrack.openstack.http.Fields;
import java.util.Map;

/**
 * A size of server.
 *
 * @param id to be named by
 * @param name for people
 * @param vcpus processors
 * @param ramMib main memory
 * @param diskGib the root disk; 0: as large as the image
 * @param ephemeralGib further local disk
 * @param extraSpecs where the cloud shows them
 */
public record Flavor(
    String id,
    String name,
    int vcpus,
    int ramMib,
    int diskGib,
    int ephemeralGib,
    Map<String, String> extraSpecs) {
  /** Copies the map. */
  public Flavor {
    extraSpecs = Map.copyOf(extraSpecs);
  }

  static Flavor read(Fields flavor) {
    return new Flavor(
        flavor.text("id"),
        flavor.text("name"),
        flavor.number("vcpus"),
        flavor.number("ram"),
        flavor.number("disk"),
        flavor.number("OS-FLV-EXT-DATA:ephemeral"),
        flavor.map("extra_specs"));
  }
}
