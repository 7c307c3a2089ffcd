package io.anyrack.local.fabric;

import io.anyrack.local.bridge.Claims;
import io.anyrack.local.bridge.GuestPort;
import io.anyrack.local.bridge.Switch;
import io.anyrack.local.bridge.Terms;
import io.anyrack.local.ethernet.Frame;
import io.anyrack.local.gateway.Gateway;
import io.anyrack.local.gateway.OutwardPolicy;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.cloud.PortCounters;
import io.anyrack.rack.digest.Sha256;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.net.NetworkServices;
import io.anyrack.rack.net.Tap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/** One network: its switch, its gateway, its ports. Not thread-safe. */
final class Segment {
  private static final String GATEWAY = "gateway";

  private final Map<NicKey, Placed> ports = new LinkedHashMap<>();
  private final Gateway gateway;
  private final Switch bridge;
  private Network network;

  private record Placed(Terms terms, GuestPort port) {}

  Segment(
      String rack,
      Network network,
      NetworkServices services,
      OutwardPolicy outward,
      FabricLimits limits,
      Claims claims,
      ScheduledExecutorService timers,
      RandomGenerator random) {
    this.network = network;
    long origin = System.nanoTime();
    MacAddress mac = gatewayMac(rack, network.name());
    gateway =
        new Gateway(
            network,
            mac,
            services,
            outward,
            limits.gateway(),
            this::broadcast,
            timers,
            () -> System.nanoTime() - origin,
            random);
    bridge = new Switch(mac, gateway, limits.queueOctets(), limits.stall(), claims);
  }

  /** Stays the same when the process starts again, for guests remember it. */
  private static MacAddress gatewayMac(String rack, String network) {
    byte[] digest = Sha256.of(rack + "/" + network).octets();
    digest[0] = 2; // Locally administered, no group.
    return MacAddress.read(digest, 0);
  }

  private void broadcast(byte[] frame) {
    bridge.broadcast(Frame.of(frame));
  }

  List<NicKey> keys() {
    return List.copyOf(ports.keySet());
  }

  Optional<GuestPort> port(NicKey key) {
    return Optional.ofNullable(ports.get(key)).map(Placed::port);
  }

  /** Removes a port whose guest is disconnected. */
  void remove(NicKey key) {
    Optional.ofNullable(ports.remove(key)).map(Placed::port).ifPresent(bridge::remove);
  }

  /** Makes and changes what differs. */
  void configure(Network wanted, Map<NicKey, Terms> wantedPorts) {
    boolean changed = !network.equals(wanted);
    network = wanted;
    if (changed) {
      gateway.configure(wanted);
    }
    wantedPorts.forEach(this::configure);
  }

  /** Makes or changes one port. */
  void configure(NicKey key, Terms terms) {
    Optional<Placed> placed = Optional.ofNullable(ports.get(key));
    if (placed.isEmpty()) {
      ports.put(key, new Placed(terms, bridge.add(key.node(), key.index(), terms)));
    } else if (!placed.get().terms().equals(terms)) {
      bridge.configure(placed.get().port(), terms);
      ports.put(key, new Placed(terms, placed.get().port()));
    }
  }

  /** A port beside that of a NIC, or, with its guard, in its place. */
  Optional<Tap> tap(NicKey key, boolean guarded) {
    return Optional.ofNullable(ports.get(key))
        .map(Placed::terms)
        .map(terms -> guarded ? terms : terms.unguarded())
        .map(terms -> bridge.tap(key.node(), key.index(), terms, guarded));
  }

  List<PortCounters> counters() {
    List<PortCounters> counters = new ArrayList<>();
    ports.values().forEach(placed -> counters.add(placed.port.counters()));
    counters.add(
        new PortCounters(
            network.name(),
            GATEWAY,
            0,
            true,
            gateway.statistics().framesIn(),
            gateway.statistics().framesOut(),
            gateway.statistics().drops()));
    return counters;
  }
}
