package io.anyrack.openstack.resource;

import io.anyrack.openstack.neutron.Port;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which ports come to a server and which go. Nova puts a new one behind the others, so that an
 * order other than that cannot be had in place.
 *
 * @param impossible whether it cannot
 * @param more ports to come
 * @param less marks of ports to go
 * @param stay marks of ports that shall be there
 */
record NicChanges(boolean impossible, List<Key> more, List<String> less, Set<String> stay) {
  /** The first half of the MACs that a rack gives out itself. */
  private static final String OWN = "00163e";

  private static final int SHORT = 6;

  NicChanges {
    more = List.copyOf(more);
    less = List.copyOf(less);
    stay = Set.copyOf(stay);
  }

  /**
   * A port in a few characters: the end of a MAC that the rack gives out, or of its name. A MAC of
   * another vendor, which somebody chose, may end like one of these, and is there as a whole.
   */
  static String mark(String macOrName) {
    String plain = macOrName.replace(":", "");
    boolean chosen = macOrName.contains(":") && !plain.startsWith(OWN);
    return chosen ? plain : end(plain);
  }

  private static String end(String plain) {
    return plain.substring(Math.max(0, plain.length() - SHORT));
  }

  /**
   * The changes.
   *
   * @param there marks of the server's ports in order, with commas
   * @param wanted the same as they shall be
   * @param ports the ports they shall be
   */
  static NicChanges between(String there, String wanted, List<Key> ports) {
    List<String> now = marks(wanted);
    List<String> old = renewed(marks(there), now);
    List<String> kept = new ArrayList<>(old);
    kept.retainAll(now);
    boolean inOrder = kept.equals(now.subList(0, Math.min(kept.size(), now.size())));
    List<String> less = new ArrayList<>(old);
    less.removeAll(now);
    return inOrder
        ? new NicChanges(false, ports.subList(kept.size(), ports.size()), less, new HashSet<>(now))
        : new NicChanges(true, List.of(), List.of(), Set.of());
  }

  /** Servers that were made earlier have the ends of chosen MACs, too. */
  private static List<String> renewed(List<String> there, List<String> wanted) {
    List<String> free = new ArrayList<>(wanted);
    free.removeAll(there);
    List<String> marks = new ArrayList<>();
    for (String mark : there) {
      Optional<String> whole =
          wanted.contains(mark)
              ? Optional.empty()
              : free.stream().filter(each -> end(each).equals(mark)).findFirst();
      whole.ifPresent(free::remove);
      marks.add(whole.orElse(mark));
    }
    return marks;
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

  private boolean goes(String mac) {
    String mark = mark(mac);
    return !stay.contains(mark) && (less.contains(mark) || less.contains(end(mark)));
  }

  /** Brings a server there; it may be on or off. What was done by an earlier attempt is left. */
  void bring(Scene scene, String server) {
    if (more.isEmpty() && less.isEmpty()) {
      return;
    }
    List<Port> ports = scene.project().neutron().ports().list(Map.of("device_id", server));
    for (Port port : ports) {
      if (goes(port.mac())) {
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
