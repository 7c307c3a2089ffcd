package io.anyrack.openstack.resource;

import io.anyrack.openstack.neutron.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which ports come to a server and which go. Nova puts a new one behind the others, so that an
 * order other than that cannot be had in place.
 *
 * @param impossible whether it cannot
 * @param more ports to come
 * @param less marks of ports to go
 */
record NicChanges(boolean impossible, List<Key> more, List<String> less) {
  NicChanges {
    more = List.copyOf(more);
    less = List.copyOf(less);
  }

  /** A port in a few characters: the end of its MAC, or the end of its name. */
  static String mark(String macOrName) {
    String plain = macOrName.replace(":", "");
    return plain.substring(Math.max(0, plain.length() - 6));
  }

  /**
   * The changes.
   *
   * @param there marks of the server's ports in order, with commas
   * @param wanted the same as they shall be
   * @param ports the ports they shall be
   */
  static NicChanges between(String there, String wanted, List<Key> ports) {
    List<String> old = marks(there);
    List<String> now = marks(wanted);
    List<String> kept = new ArrayList<>(old);
    kept.retainAll(now);
    boolean inOrder = kept.equals(now.subList(0, Math.min(kept.size(), now.size())));
    List<String> less = new ArrayList<>(old);
    less.removeAll(now);
    return inOrder
        ? new NicChanges(false, ports.subList(kept.size(), ports.size()), less)
        : new NicChanges(true, List.of(), List.of());
  }

  private static List<String> marks(String text) {
    return text.isEmpty() || text.equals("none") ? List.of() : List.of(text.split(","));
  }

  List<String> details() {
    List<String> details = new ArrayList<>();
    more.forEach(port -> details.add(port + ": added"));
    less.forEach(mark -> details.add("port with mac …" + mark + ": removed"));
    return details;
  }

  /** Brings a server there; it may be on or off. What was done by an earlier attempt is left. */
  void bring(Scene scene, String server) {
    if (more.isEmpty() && less.isEmpty()) {
      return;
    }
    List<Port> ports = scene.project().neutron().ports().list(Map.of("device_id", server));
    for (Port port : ports) {
      if (less.contains(mark(port.mac()))) {
        scene.project().nova().detachPort(server, port.id());
      }
    }
    for (Key key : more) {
      String id = scene.id(key);
      if (ports.stream().noneMatch(port -> port.id().equals(id))) {
        scene.project().nova().attachPort(server, id);
      }
    }
  }
}
