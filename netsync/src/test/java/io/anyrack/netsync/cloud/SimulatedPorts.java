package io.anyrack.netsync.cloud;

import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.rack.sync.GuardedPort.Pair;
import io.anyrack.rack.sync.Mark;
import io.anyrack.rack.sync.Outcome;
import io.anyrack.rack.sync.PortChange;
import io.anyrack.rack.sync.PortChange.Place;
import io.anyrack.rack.sync.Target;
import io.anyrack.rack.sync.Told;
import io.anyrack.rack.sync.ToldSubnet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Ports as Neutron keeps them: an address belongs to one port only, a change needs the revision
 * that was seen, and there is a limit of pairs. Every request is remembered; some can be made to
 * fail. Thread-safe.
 */
public final class SimulatedPorts implements Target {
  /** A value of an option that is refused. */
  public static final String BAD = "bad";

  private static final int POOL = 200;

  private final Map<String, GuardedPort> ports = new LinkedHashMap<>();
  private final Map<String, ToldSubnet> subnets = new LinkedHashMap<>();
  private final Set<IpAddress> foreign = new HashSet<>();
  private final Set<String> others = new HashSet<>();
  private final List<PortChange> changes = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private int pairLimit = 10;
  private int lists;
  private int looks;
  private int routes;
  private Weather weather = () -> Trouble.NONE;

  /** What befalls a request. */
  public enum Trouble {
    /** Nothing. */
    NONE,
    /** It is lost on its way: 503. */
    LOST,
    /** The token has expired, and no new one is to be had now: 401. */
    EXPIRED,
    /** Too many requests, also after as long as the cloud said: 429. */
    BUSY,
    /** It is done, but the answer is lost: a time-out. */
    UNANSWERED,
    /** Another request is at work on the same: 409. */
    CONFLICT,
    /** Somebody else changes the port just before. */
    OVERTAKEN
  }

  /** Decides it. */
  public interface Weather {
    /** For the next request. */
    Trouble next();
  }

  /** A cloud with ports. */
  public SimulatedPorts(GuardedPort... there) {
    for (GuardedPort port : there) {
      ports.put(port.id(), port);
    }
  }

  /** From now on requests may fail. */
  public synchronized SimulatedPorts weather(Weather now) {
    weather = now;
    return this;
  }

  /** Addresses of ports that are not the rack's. */
  public synchronized SimulatedPorts foreign(String... addresses) {
    for (String address : addresses) {
      foreign.add(IpAddress.parse(address));
    }
    return this;
  }

  /** Ports that are no nodes': the target does not list them, who asks for all gets them. */
  public synchronized SimulatedPorts others(List<GuardedPort> there) {
    for (GuardedPort port : there) {
      ports.put(port.id(), port);
      others.add(port.id());
    }
    return this;
  }

  /** All ports of the project, whatever they are for. */
  public synchronized List<GuardedPort> all() {
    lists++;
    return List.copyOf(ports.values());
  }

  /** How many pairs a port may have. */
  public synchronized SimulatedPorts pairLimit(int limit) {
    pairLimit = limit;
    return this;
  }

  /** A subnet of the rack's own networks; or somebody else changes it. */
  public synchronized SimulatedPorts put(ToldSubnet subnet) {
    subnets.put(subnet.id(), subnet);
    return this;
  }

  /** Somebody else has a port's client told other options, {@code "150=x"}. */
  public synchronized void meddle(String id, List<String> options) {
    ports.computeIfPresent(
        id,
        (_, port) -> {
          Told told = Example.telling(port, options, List.of()).told();
          return with(
              port,
              port.addresses(),
              port.pairs(),
              port.mark(),
              new Told(told.now(), port.told().due()));
        });
  }

  /** Somebody else changes a port. */
  public synchronized void put(GuardedPort port) {
    ports.put(port.id(), port);
  }

  @Override
  public synchronized List<GuardedPort> ports() {
    lists++;
    Trouble trouble = weather.next();
    if (trouble != Trouble.NONE) {
      throw new CloudException(trouble == Trouble.LOST ? "503" : "no list: " + trouble);
    }
    return ports.values().stream().filter(port -> !others.contains(port.id())).toList();
  }

  @Override
  public synchronized Optional<GuardedPort> port(String id) {
    looks++;
    return Optional.ofNullable(ports.get(id));
  }

  @Override
  public synchronized Outcome update(PortChange change) {
    changes.add(change);
    return switch (weather.next()) {
      case NONE -> act(change);
      case LOST -> throw new CloudException("503");
      case EXPIRED -> throw new CloudException("401");
      case BUSY -> throw new CloudException("429");
      case CONFLICT -> new Outcome.Refused("409");
      case UNANSWERED -> {
        act(change);
        throw new CloudException("no answer");
      }
      case OVERTAKEN -> {
        ports.computeIfPresent(
            change.port().id(),
            (_, port) -> with(port, port.addresses(), port.pairs(), port.mark(), port.told()));
        yield act(change);
      }
    };
  }

  @Override
  public synchronized List<ToldSubnet> subnets() {
    return List.copyOf(subnets.values());
  }

  @Override
  public synchronized ToldSubnet.Outcome route(ToldSubnet subnet) {
    routes++;
    return switch (weather.next()) {
      case NONE -> act(subnet);
      case LOST, EXPIRED, BUSY -> throw new CloudException("503");
      case CONFLICT -> new ToldSubnet.Outcome.Refused("409");
      case UNANSWERED -> {
        act(subnet);
        throw new CloudException("no answer");
      }
      case OVERTAKEN -> {
        subnets.computeIfPresent(subnet.id(), (_, there) -> with(there, there.now()));
        yield act(subnet);
      }
    };
  }

  private ToldSubnet.Outcome act(ToldSubnet subnet) {
    ToldSubnet there = Optional.ofNullable(subnets.get(subnet.id())).orElse(subnet);
    if (there.revision() != subnet.revision()) {
      return new ToldSubnet.Outcome.Stale();
    }
    ToldSubnet changed = with(there, subnet.due());
    subnets.put(changed.id(), changed);
    return new ToldSubnet.Outcome.Changed(changed);
  }

  private static ToldSubnet with(ToldSubnet subnet, Set<ToldSubnet.Route> now) {
    return new ToldSubnet(
        subnet.id(), subnet.network(), subnet.cidr(), now, subnet.due(), subnet.revision() + 1);
  }

  private Outcome act(PortChange change) {
    GuardedPort port = Optional.ofNullable(ports.get(change.port().id())).orElse(change.port());
    if (!ports.containsKey(port.id()) || port.revision() != change.port().revision()) {
      return new Outcome.Stale();
    }
    List<IpAddress> addresses = new ArrayList<>();
    for (Place place : change.addresses().orElse(places(port))) {
      switch (place) {
        case Place.Exactly(IpAddress address) -> addresses.add(address);
        case Place.Any(IpPrefix subnet) -> addresses.add(free(subnet, addresses));
      }
    }
    List<Pair> pairs = change.pairs().orElse(port.pairs());
    if (pairs.size() > pairLimit) {
      return new Outcome.TooManyPairs(pairLimit, "exceeds the maximum " + pairLimit);
    }
    for (IpAddress address : addresses) {
      if (isTaken(address, port.id())) {
        refusals.add(port.node() + " " + address);
        return new Outcome.Refused(address + " is in use");
      }
    }
    Set<Told.Option> options = change.options().orElse(port.told().now());
    if (options.stream().anyMatch(each -> each.value().equals(BAD))) {
      return new Outcome.Refused("an option is bad");
    }
    GuardedPort changed =
        with(
            port,
            addresses,
            pairs,
            change.mark().orElse(port.mark()),
            new Told(options, port.told().due()));
    ports.put(port.id(), changed);
    return new Outcome.Changed(changed);
  }

  private static List<Place> places(GuardedPort port) {
    return port.addresses().stream().<Place>map(Place.Exactly::new).toList();
  }

  private boolean isTaken(IpAddress address, String port) {
    return foreign.contains(address)
        || ports.values().stream()
            .anyMatch(each -> !each.id().equals(port) && each.addresses().contains(address));
  }

  private IpAddress free(IpPrefix subnet, List<IpAddress> besides) {
    for (int i = POOL; i < 254; i++) {
      IpAddress candidate =
          new IpAddress(subnet.base().version(), subnet.base().high(), subnet.base().low() + i);
      if (!isTaken(candidate, "") && !besides.contains(candidate)) {
        return candidate;
      }
    }
    throw new AssertionError("the simulated pool is empty");
  }

  private static GuardedPort with(
      GuardedPort port, List<IpAddress> addresses, List<Pair> pairs, Mark mark, Told told) {
    return new GuardedPort(
        port.id(),
        port.node(),
        port.role(),
        port.mac(),
        port.subnets(),
        addresses,
        pairs,
        mark,
        port.guarded(),
        told,
        port.revision() + 1);
  }

  /**
   * A port's own addresses and what its guard lets through beside them, such as {@code [x] [y]}.
   */
  public synchronized String shown(String node) {
    return ports.values().stream()
        .filter(port -> port.node().equals(node))
        .map(port -> port.addresses() + " " + port.pairs().stream().map(Pair::address).toList())
        .findFirst()
        .orElse("no port");
  }

  /** All requests to change a port. */
  public synchronized List<PortChange> changes() {
    return List.copyOf(changes);
  }

  /** Requests that would have given one address to two ports. */
  public synchronized List<String> refusals() {
    return List.copyOf(refusals);
  }

  /** All requests there were: lists, single ports, changes. */
  public synchronized int calls() {
    return lists + looks + routes + changes.size();
  }

  /** How often all ports were listed. */
  public synchronized int lists() {
    return lists;
  }
}
