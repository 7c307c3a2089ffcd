package io.anyrack.fakestack.world;

import java.util.List;

/**
 * A flavor of the cloud.
 *
 * @param ramMegabytes memory
 * @param diskGigabytes the root disk; 0 for as large as the image
 * @param ephemeralGigabytes space for further local disks
 */
public record FlavorSpec(
    String name, int vcpus, int ramMegabytes, int diskGigabytes, int ephemeralGigabytes) {
  /** The flavors of the test bed. */
  public static final List<FlavorSpec> DEFAULT =
      List.of(
          new FlavorSpec("t1.nano", 1, 256, 1, 0),
          new FlavorSpec("t1.tiny", 1, 512, 2, 0),
          new FlavorSpec("t1.small", 1, 1024, 10, 0),
          new FlavorSpec("t1.medium", 2, 2048, 20, 0),
          new FlavorSpec("t1.large", 2, 4096, 40, 0),
          new FlavorSpec("t1.diskless", 1, 512, 0, 0),
          new FlavorSpec("t1.twodisks", 1, 768, 1, 6));
}
