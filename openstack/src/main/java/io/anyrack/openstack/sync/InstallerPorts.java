package io.anyrack.openstack.sync;

import io.anyrack.openstack.http.Pause;
import io.anyrack.openstack.neutron.Neutron;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.sync.Said;
import io.anyrack.rack.sync.Said.Given;
import io.anyrack.rack.sync.Said.Meant;
import io.anyrack.rack.sync.Said.Shared;
import io.anyrack.rack.sync.Source;
import io.anyrack.rack.sync.SourceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The Neutron of an installer. A port gives its addresses to its MAC, and its address pairs to the
 * same; one whose name ends in {@code virtual_ip} is a VIP of all nodes it is meant for.
 *
 * <p>Whether there are news is asked by the ports' revisions alone; all of them are read again only
 * then. Used by one thread at a time.
 */
public final class InstallerPorts implements Source {
  /** Short enough that a node has its address within 5 s of what the installer says. */
  public static final Duration USUAL_INTERVAL = Duration.ofSeconds(2);

  private static final String VIP = "virtual_ip";

  private final String name;
  private final Neutron neutron;
  private final Meant vips;
  private final Duration interval;
  private final Pause pause;
  private Map<String, Long> revisions = Map.of();
  private boolean readable = true;

  /**
   * An installer.
   *
   * @param name as the user named it
   * @param neutron where its ports are
   * @param vips whose ports its VIPs may be used on
   * @param interval between two looks whether there are news
   * @param pause lets time pass
   */
  public InstallerPorts(String name, Neutron neutron, Meant vips, Duration interval, Pause pause) {
    this.name = name;
    this.neutron = neutron;
    this.vips = vips;
    this.interval = interval;
    this.pause = pause;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Said read() {
    readable = false;
    List<Port> ports = asking(() -> neutron.ports().all());
    revisions = ports.stream().collect(Collectors.toUnmodifiableMap(Port::id, Port::revision));
    readable = true;
    List<Given> given = new ArrayList<>();
    List<Shared> shared = new ArrayList<>();
    for (Port port : ports) {
      MacAddress mac = MacAddress.parse(port.mac());
      boolean vip = port.name().endsWith(VIP);
      for (Port.FixedIp fixed : port.fixedIps()) {
        IpAddress address = IpAddress.parse(fixed.address());
        if (vip) {
          shared.add(new Shared(IpPrefix.of(address), Optional.empty(), vips));
        } else {
          given.add(new Given(mac, address));
        }
      }
      for (Port.AddressPair pair : port.allowedPairs()) {
        shared.add(
            new Shared(
                pair.addresses(),
                pair.mac().map(MacAddress::parse).filter(other -> !other.equals(mac)),
                new Meant.Owners(Set.of(mac))));
      }
    }
    return new Said(given, shared);
  }

  @Override
  public void await(Duration most) throws InterruptedException {
    if (!readable) {
      pause.pause(most); // one that does not answer is not asked whether there are news
      return;
    }
    Duration waited = Duration.ZERO;
    while (waited.compareTo(most) < 0) {
      pause.pause(interval);
      waited = waited.plus(interval);
      if (!asking(() -> neutron.ports().revisions()).equals(revisions)) {
        return;
      }
    }
  }

  private static <T> T asking(Supplier<T> question) {
    try {
      return question.get();
    } catch (CloudException e) {
      throw new SourceException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    // Nothing is held: the project is its owner's.
  }
}
