package io.anyrack.local.fabric;

import io.anyrack.local.Cabling;
import io.anyrack.local.bridge.GuestLink;
import io.anyrack.local.bridge.Terms;
import io.anyrack.local.gateway.OutwardPolicy;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.cloud.PortCounters;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.net.NetworkServices;
import io.anyrack.rack.net.Tap;
import io.anyrack.rack.sync.Source;
import io.anyrack.rack.sync.Target;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The networks of one rack: a switch and a gateway for each, and a link to each guest. Thread-safe.
 */
public final class Fabric implements Cabling {
  /** A guest that uses an address asks its neighbours more often than that. */
  private static final Duration OBSERVED_FOR = Duration.ofMinutes(10);

  private static final int MOST_OBSERVED = 4096;

  private final NetworkServices services;
  private final FabricLimits limits;
  private final OutwardPolicy outward;
  private final ScheduledThreadPoolExecutor timers;
  private final SecureRandom random = new SecureRandom();
  private final SyncedPorts synced = new SyncedPorts(this::synced);
  private final Observations observations =
      new Observations(InstantSource.system(), OBSERVED_FOR, MOST_OBSERVED);

  // Guarded by this.
  private final Map<String, Segment> segments = new LinkedHashMap<>();
  private final Map<NicKey, Path> sockets = new HashMap<>();
  private final Map<NicKey, GuestLink> links = new HashMap<>();

  /** Networks without guests, whose gateways reach the world but not this machine. */
  public Fabric(NetworkServices services, FabricLimits limits) {
    this(services, limits, new OutwardPolicy(Fabric::isOwn));
  }

  /**
   * Networks without guests.
   *
   * @param services what answers on the gateways
   * @param limits what the guests may cost
   * @param outward what guests of outward networks may reach
   */
  public Fabric(NetworkServices services, FabricLimits limits, OutwardPolicy outward) {
    this.services = services;
    this.limits = limits;
    this.outward = outward;
    timers =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().daemon().name("tcp-timers").unstarted(task));
    timers.setRemoveOnCancelPolicy(true);
  }

  private static boolean isOwn(Ipv4Address address) {
    try {
      return NetworkInterface.getByInetAddress(address.toInetAddress()) != null;
    } catch (SocketException e) {
      // Not known to be somebody else's.
      return true;
    }
  }

  /**
   * Makes networks and ports as {@code rack} has them. What is there and does not change keeps its
   * counters and connections; a port that only changes (its guard, address, MAC, or its network's
   * terms) keeps its guest.
   */
  @Override
  public synchronized void configure(Rack rack) {
    Map<NicKey, SyncedPort> ports = synced.configure(rack);
    observations.owners(synced.owners());
    // First everything that goes, for a port may move from one network to another.
    segments.forEach((network, segment) -> removePorts(network, segment, ports));
    segments.keySet().removeIf(network -> rack.network(network).isEmpty());
    for (Network network : rack.networks()) {
      Map<NicKey, Terms> terms = new LinkedHashMap<>();
      ports.forEach(
          (key, port) -> {
            if (port.network().name().equals(network.name())) {
              terms.put(key, port.terms());
            }
          });
      segments
          .computeIfAbsent(network.name(), name -> newSegment(rack.name(), network))
          .configure(network, terms);
    }
    sockets.forEach(this::link);
  }

  /** What address sync sets takes effect at once. */
  private synchronized void synced(NicKey key) {
    for (Segment segment : segments.values()) {
      if (segment.port(key).isPresent()) {
        synced.find(key).ifPresent(port -> segment.configure(key, port.terms()));
      }
    }
  }

  /** The ports, for address sync. */
  public Target target() {
    return synced;
  }

  /** What guests say within {@code trusted} are their addresses, as a source of address sync. */
  public Source observed(IpPrefix trusted) {
    return observations.within(trusted);
  }

  private void removePorts(String network, Segment segment, Map<NicKey, SyncedPort> ports) {
    for (NicKey key : segment.keys()) {
      if (Optional.ofNullable(ports.get(key))
          .filter(port -> port.network().name().equals(network))
          .isEmpty()) {
        unlink(key);
        segment.remove(key);
      }
    }
  }

  private Segment newSegment(String rack, Network network) {
    return new Segment(rack, network, services, outward, limits, observations, timers, random);
  }

  /**
   * From now on keeps NIC {@code nic} of {@code node} connected to the QEMU that listens on {@code
   * socket}, whether it is there already or not. A port the rack does not have is connected once it
   * has it.
   */
  @Override
  public synchronized void connect(String node, int nic, Path socket) {
    NicKey key = new NicKey(node, nic);
    if (socket.equals(sockets.put(key, socket))) {
      return;
    }
    unlink(key);
    link(key, socket);
  }

  /** Ends the connection of NIC {@code nic} of {@code node}, if there is one. */
  @Override
  public synchronized void disconnect(String node, int nic) {
    NicKey key = new NicKey(node, nic);
    sockets.remove(key);
    unlink(key);
  }

  private void link(NicKey key, Path socket) {
    if (!links.containsKey(key)) {
      segments.values().stream()
          .flatMap(segment -> segment.port(key).stream())
          .findFirst()
          .ifPresent(
              port ->
                  links.put(
                      key,
                      new GuestLink(
                          port, socket, limits.reconnectFirst(), limits.reconnectLongest())));
    }
  }

  private void unlink(NicKey key) {
    Optional.ofNullable(links.remove(key)).ifPresent(GuestLink::close);
  }

  /**
   * A port that the rack's services take for NIC {@code nic} of {@code node}.
   *
   * @param guarded whether it stands in place of that port, with its guard, or beside it, with none
   * @return empty: the rack has no such port
   */
  public synchronized Optional<Tap> tap(String node, int nic, boolean guarded) {
    NicKey key = new NicKey(node, nic);
    return segments.values().stream()
        .flatMap(segment -> segment.tap(key, guarded).stream())
        .findFirst();
  }

  /** What passed each port, and each network's gateway. */
  @Override
  public synchronized List<PortCounters> ports() {
    List<PortCounters> counters = new ArrayList<>();
    segments.values().forEach(segment -> counters.addAll(segment.counters()));
    return counters;
  }

  /** Ends all connections. The guests run on. */
  @Override
  public synchronized void close() {
    sockets.clear();
    List.copyOf(links.keySet()).forEach(this::unlink);
    timers.shutdownNow();
  }
}
