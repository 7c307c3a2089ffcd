package io.anyrack.openstack.machine;

import io.anyrack.openstack.nova.Nova;
import io.anyrack.openstack.nova.Server;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.rack.cloud.Observation;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The servers that are a rack's nodes, found by their tags. What was seen last is kept, so that
 * most questions cost no call. Thread-safe.
 */
public final class RackServers {
  private static final Comparator<Server> OLDEST_FIRST =
      Comparator.comparing((Server server) -> server.created().orElse(Instant.MAX))
          .thenComparing(Server::id);

  private final Supplier<List<Server>> all;
  private final ReentrantLock lock = new ReentrantLock();
  private final Rescues rescues = new Rescues();
  private Map<String, Server> seen = Map.of();

  /** When nodes' servers were looked at alone, by {@link #looks}. */
  private final Map<String, Long> sawAt = new HashMap<>();

  private long looks;

  /** The servers of a rack. */
  public RackServers(Nova nova, RackTags tags) {
    this(() -> nova.servers(tags.tag()));
  }

  RackServers(Supplier<List<Server>> all) {
    this.all = all;
  }

  /** All of them by node, in one call to the cloud. */
  public Map<String, Server> list() {
    long begun = look();
    Map<String, Server> nodes = new LinkedHashMap<>();
    all.get().stream()
        .filter(server -> RackTags.role(server.tags()).equals(Optional.of("node")))
        .sorted(OLDEST_FIRST)
        .forEach(
            server ->
                RackTags.name(server.tags()).ifPresent(node -> nodes.putIfAbsent(node, server)));
    lock.lock();
    try {
      // Who was looked at since the list was asked for is known better.
      nodes.replaceAll(
          (node, server) ->
              sawAt.getOrDefault(node, 0L) > begun ? seen.getOrDefault(node, server) : server);
      sawAt.keySet().retainAll(nodes.keySet());
      seen = nodes;
      return new LinkedHashMap<>(nodes);
    } finally {
      lock.unlock();
    }
  }

  /** What a BMC says of a server, whose looks are compared with those before. */
  public Observation observation(Server server) {
    return rescues.observation(server);
  }

  /** Who put servers into RESCUE. */
  Rescues rescues() {
    return rescues;
  }

  private long look() {
    lock.lock();
    try {
      return ++looks;
    } finally {
      lock.unlock();
    }
  }

  /** A node's server as it was seen last; asks the cloud only if it was never seen. */
  public Optional<Server> recall(String node) {
    Optional<Server> known = known(node);
    return known.isPresent() ? known : Optional.ofNullable(list().get(node));
  }

  /** The node whose server has this id, which is what its SMBIOS says, too. */
  public Optional<String> node(String id) {
    lock.lock();
    try {
      return seen.entrySet().stream()
          .filter(entry -> entry.getValue().id().equalsIgnoreCase(id))
          .map(Map.Entry::getKey)
          .findFirst();
    } finally {
      lock.unlock();
    }
  }

  /** A node's server was looked at. */
  void saw(String node, Server server) {
    lock.lock();
    try {
      seen = new LinkedHashMap<>(seen);
      seen.put(node, server);
      sawAt.put(node, ++looks);
    } finally {
      lock.unlock();
    }
  }

  /** A node's server is not where it was seen: the cloud is asked the next time. */
  void forget(String node) {
    lock.lock();
    try {
      seen = new LinkedHashMap<>(seen);
      seen.remove(node);
      sawAt.remove(node);
    } finally {
      lock.unlock();
    }
  }

  /** A node's server as it was seen last; asks nobody. */
  Optional<Server> known(String node) {
    lock.lock();
    try {
      return Optional.ofNullable(seen.get(node));
    } finally {
      lock.unlock();
    }
  }
}
