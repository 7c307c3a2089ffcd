package io.anyrack.local.fabric;

import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.rack.sync.Mark;
import io.anyrack.rack.sync.Outcome;
import io.anyrack.rack.sync.PortChange;
import io.anyrack.rack.sync.PortChange.Place;
import io.anyrack.rack.sync.Target;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The ports of a rack on this machine, for address sync. Thread-safe. */
final class SyncedPorts implements Target {
  private final Consumer<NicKey> changed;
  private final Map<NicKey, SyncedPort> ports = new LinkedHashMap<>();

  /** No ports; {@code changed} is told which port sync has set. */
  SyncedPorts(Consumer<NicKey> changed) {
    this.changed = changed;
  }

  /** Has the ports a rack file has; what sync set on those that stay stays. */
  synchronized Map<NicKey, SyncedPort> configure(Rack rack) {
    Map<NicKey, SyncedPort> now = new LinkedHashMap<>();
    for (NodeSpec node : rack.nodes()) {
      for (int index = 0; index < node.nics().size(); index++) {
        NicKey key = new NicKey(node.name(), index);
        Nic nic = node.nics().get(index);
        rack.network(nic.network())
            .map(
                network ->
                    Optional.ofNullable(ports.get(key))
                        .filter(old -> isSame(old.nic(), nic))
                        .map(old -> old.with(node.role(), network, nic))
                        .orElseGet(() -> SyncedPort.of(key, node.role(), network, nic)))
            .ifPresent(port -> now.put(key, port));
      }
    }
    ports.clear();
    ports.putAll(now);
    return Collections.unmodifiableMap(now);
  }

  private static boolean isSame(Nic one, Nic other) {
    return one.network().equals(other.network()) && one.mac().equals(other.mac());
  }

  /** What no guest may take for its own: the gateways', and what the rack file gives to others. */
  synchronized Map<IpAddress, Optional<MacAddress>> owners() {
    Map<IpAddress, Optional<MacAddress>> owners = new HashMap<>();
    for (SyncedPort port : ports.values()) {
      port.nic()
          .address()
          .ifPresent(each -> owners.put(IpAddress.of(each), Optional.of(port.nic().mac())));
      owners.put(IpAddress.of(port.network().gateway()), Optional.empty());
    }
    return owners;
  }

  /** A port, if there is one. */
  synchronized Optional<SyncedPort> find(NicKey key) {
    return Optional.ofNullable(ports.get(key));
  }

  @Override
  public synchronized List<GuardedPort> ports() {
    return ports.values().stream().map(SyncedPort::guarded).toList();
  }

  @Override
  public synchronized Optional<GuardedPort> port(String id) {
    return find(id).map(SyncedPort::guarded);
  }

  private Optional<SyncedPort> find(String id) {
    return ports.values().stream().filter(port -> port.id().equals(id)).findFirst();
  }

  @Override
  public Outcome update(PortChange change) {
    SyncedPort now;
    synchronized (this) {
      Optional<SyncedPort> there =
          find(change.port().id()).filter(port -> port.guarded().equals(change.port()));
      if (there.isEmpty()) {
        return new Outcome.Stale();
      }
      SyncedPort port = there.get();
      Mark mark = change.mark().orElse(port.mark());
      now =
          port.with(
              mark.addresses()
                  ? change.addresses().map(to -> own(port, to)).orElseGet(port::own)
                  : Optional.empty(),
              mark);
      ports.put(port.key(), now);
    }
    changed.accept(now.key());
    return new Outcome.Changed(now.guarded());
  }

  private Optional<Ipv4Address> own(SyncedPort port, List<Place> places) {
    return places.stream()
        .map(
            place ->
                switch (place) {
                  case Place.Exactly(IpAddress address) -> SyncedPort.ipv4(address);
                  case Place.Any _ -> free(port.network());
                })
        .findFirst();
  }

  private Ipv4Address free(Network network) {
    Set<Ipv4Address> taken = new HashSet<>();
    ports.values().forEach(port -> port.own().ifPresent(taken::add));
    ports.values().forEach(port -> port.nic().address().ifPresent(taken::add));
    long last = Integer.toUnsignedLong(network.pool().last().bits());
    for (long each = Integer.toUnsignedLong(network.pool().first().bits()); each <= last; each++) {
      Ipv4Address address = new Ipv4Address((int) each);
      if (!taken.contains(address)) {
        return address;
      }
    }
    throw new CloudException(
        "the pool " + network.pool() + " of network '" + network.name() + "' is used up");
  }
}
