package io.anyrack.redfish.inventory;

import io.anyrack.redfish.account.Identity;
import io.anyrack.redfish.message.BaseMessage;
import io.anyrack.redfish.message.Message;
import io.anyrack.redfish.message.RedfishException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The nodes of a service, in the order in which they came. Thread-safe. */
public final class Inventory {
  private final Map<Integer, ServedNode> inOrder = new ConcurrentSkipListMap<>();
  private final Map<String, Integer> places = new ConcurrentSkipListMap<>();
  private int next;

  /** Adds a node, in place of one of the same name. */
  public synchronized void add(ServedNode node) {
    Integer place = places.get(node.id());
    if (place == null) {
      place = next++;
    }
    inOrder.put(place, node);
    places.put(node.id(), place);
  }

  /** Takes a node out, unless another of its name has taken its place. */
  public synchronized void remove(ServedNode node) {
    Integer place = places.get(node.id());
    if (place != null && inOrder.remove(place, node)) {
      places.remove(node.id());
    }
  }

  /** The nodes that somebody sees. */
  public List<ServedNode> of(Identity identity) {
    return inOrder.values().stream().filter(node -> identity.sees(node.id())).toList();
  }

  /** All nodes. */
  public List<ServedNode> all() {
    return List.copyOf(inOrder.values());
  }

  /**
   * A node that somebody sees.
   *
   * @throws RedfishException 404 where there is none, or none that they see
   */
  public ServedNode get(Identity identity, String type, String id) {
    return Optional.ofNullable(places.get(id))
        .flatMap(place -> Optional.ofNullable(inOrder.get(place)))
        .filter(node -> identity.sees(node.id()))
        .orElseThrow(
            () -> new RedfishException(404, Message.of(BaseMessage.RESOURCE_NOT_FOUND, type, id)));
  }
}
