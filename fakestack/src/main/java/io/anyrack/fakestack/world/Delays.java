package io.anyrack.fakestack.world;

import java.time.Duration;

/**
 * How long the cloud works on what it has accepted.
 *
 * @param build a new server, from BUILD to ACTIVE or ERROR
 * @param shutdown a stop, rescue or rebuild of a running guest that answers ACPI, or whose image
 *     says {@code os_shutdown_timeout=0}
 * @param silentShutdown the same for a guest that does not answer
 * @param action any other action on a server
 * @param delete a server's end
 * @param volume a volume's creation or end
 */
public record Delays(
    Duration build,
    Duration shutdown,
    Duration silentShutdown,
    Duration action,
    Duration delete,
    Duration volume) {
  /** Some milliseconds each: every state can be seen, and no test waits. */
  public static final Delays DEFAULT = all(Duration.ofMillis(5));

  /** The same time for everything. */
  public static Delays all(Duration each) {
    return new Delays(each, each, each, each, each, each);
  }

  /** As measured on one machine with Zed, libvirt and plain emulation. */
  public static Delays measured() {
    return new Delays(
        Duration.ofSeconds(4),
        Duration.ofSeconds(2),
        Duration.ofSeconds(62),
        Duration.ofMillis(1500),
        Duration.ofSeconds(3),
        Duration.ofMillis(800));
  }
}
