package io.anyrack.rack.plan;

import io.anyrack.rack.model.Rack;
import java.util.List;
import java.util.Optional;

/**
 * What has to be done so that a rack is as its file says.
 *
 * @param changes in the order in which they are shown
 */
public record Plan(List<Change> changes) {
  /** Copies the list. */
  public Plan {
    changes = List.copyOf(changes);
  }

  /**
   * What has to be done to come from one state of a rack to another: networks before the nodes on
   * them, and what is removed last. It is empty if the two are the same.
   *
   * @param applied what is there; empty: nothing yet
   * @param wanted the rack as its file has it, with addresses
   * @throws IllegalArgumentException if the two are not the same rack
   */
  public static Plan between(Optional<Rack> applied, Rack wanted) {
    return applied
        .map(before -> Changes.between(before, wanted))
        .orElseGet(() -> Changes.all(wanted));
  }

  /** Whether nothing has to be done. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /** The change of one resource. */
  public Optional<Change> of(Kind kind, String name) {
    return changes.stream().filter(c -> c.kind() == kind && c.name().equals(name)).findFirst();
  }

  /** What kind of thing a change is about. */
  public enum Kind {
    /** A network. */
    NETWORK,
    /** A node. */
    NODE,
    /** How BMCs are reached. */
    BMC,
    /** What nodes get that boot from the network. */
    BOOT,
    /** Address sync. */
    SYNC,
    /** A router. */
    ROUTER,
    /** A server that is no node. */
    SERVER,
    /** A resource of the cloud that several of the above share, such as an image or a key pair. */
    RESOURCE
  }

  /** What is done. */
  public enum Action {
    /** It is made. */
    ADD,
    /** It is changed in place. */
    CHANGE,
    /** It is destroyed and made anew: its content is lost. */
    REPLACE,
    /** It is destroyed. */
    REMOVE
  }

  /**
   * One thing to do.
   *
   * @param action what
   * @param kind with which kind of thing
   * @param name with which one
   * @param details what differs, each such as {@code memory: 512 MiB -> 1 GiB}
   * @param whenOff whether the change of a running node takes effect at its next power-on
   */
  public record Change(
      Action action, Kind kind, String name, List<String> details, boolean whenOff) {
    /** Copies the list. */
    public Change {
      details = List.copyOf(details);
    }
  }
}
