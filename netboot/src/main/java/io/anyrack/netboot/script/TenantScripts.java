package io.anyrack.netboot.script;

import io.anyrack.netboot.port.Port;
import io.anyrack.rack.model.BootOverride;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides which iPXE script a node gets whose every start may begin with iPXE from a medium of its
 * own: the script then stands for the firmware's boot order. Thread-safe.
 */
public final class TenantScripts implements ScriptSource {
  private final Function<String, BootOverride> orders;
  private final Function<String, Optional<String>> disks;
  private final ScriptSource network;
  private final Retries retries;

  /**
   * A source of scripts.
   *
   * @param orders what the start of a node that asks now was told to boot from
   * @param disks the iPXE command that starts a node's disk, such as {@code exit 1}; empty: the
   *     node meets iPXE only when it is to boot from the network
   * @param network what nodes boot from the network
   * @param retries how often a URL is tried
   */
  public TenantScripts(
      Function<String, BootOverride> orders,
      Function<String, Optional<String>> disks,
      ScriptSource network,
      Retries retries) {
    this.orders = orders;
    this.disks = disks;
    this.network = network;
    this.retries = retries;
  }

  @Override
  public String scriptFor(Port port, String base) {
    BootOverride order = orders.apply(port.node().name());
    Optional<URI> url = order.startsUrl();
    String overNetwork =
        url.isPresent()
            ? ScriptTemplate.start(port, url.get(), retries)
            : network.scriptFor(port, base);
    Optional<String> disk = disks.apply(port.node().name());
    if (disk.isEmpty()) {
      return overNetwork;
    }
    if (!order.isActive()) {
      // The node's own order: disk, then network. A command that hands over to the firmware does
      // not come back; one that finds nothing to start does.
      return ScriptTemplate.trying(port, disk.get()) + overNetwork;
    }
    return switch (order.device()) {
      case PXE, HTTP -> overNetwork;
      case NONE, DISK, CDROM, BIOS_SETUP -> ScriptTemplate.disk(port, disk.get());
    };
  }
}
