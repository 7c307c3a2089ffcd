package io.anyrack.openstack.machine;

import io.anyrack.openstack.nova.Server;
import io.anyrack.rack.cloud.Observation;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which servers in RESCUE somebody else put there: Nova does not tell who it was, nor from which
 * image. A server that was in RESCUE at the first look may be ours of before. Thread-safe.
 */
final class Rescues {
  private final Set<String> seenOtherwise = ConcurrentHashMap.newKeySet();
  private final Set<String> ours = ConcurrentHashMap.newKeySet();

  /** We are about to rescue a server. */
  void begin(String server) {
    ours.add(server);
  }

  /** A command of ours has brought a server here. */
  void reached(Server server) {
    if (!rescued(server)) {
      ours.remove(server.id());
    }
  }

  /** What a BMC says of a server. */
  Observation observation(Server server) {
    if (!rescued(server)) {
      seenOtherwise.add(server.id());
    } else if (server.taskState().isEmpty()
        && seenOtherwise.contains(server.id())
        && !ours.contains(server.id())) {
      return new Observation.Broken(
          "rescued in the cloud; power off, or openstack server unrescue " + server.id(),
          Standing.powered(server));
    }
    return Standing.observation(server);
  }

  private static boolean rescued(Server server) {
    Standing standing = Standing.of(server);
    return standing == Standing.RESCUED || standing == Standing.RESCUED_OUT;
  }
}
