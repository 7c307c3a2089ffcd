package io.anyrack.openstack.image;

import io.anyrack.rack.model.NodeSpec.Firmware;
import java.net.URI;
import java.util.Optional;

/**
 * The CD drives of nodes: what is put into one is an ISO image in the cloud's image service until
 * the node boots from it. Thread-safe.
 */
public interface MediaDrive {
  /** Puts an image into a node's drive, in place of the one that is there. */
  void insert(String node, Firmware firmware, URI image);

  /** Empties a node's drive; nothing if it is empty. */
  void eject(String node);

  /** Empties the drives of all nodes. */
  void ejectAll();

  /** What is in a node's drive. */
  Optional<Disc> inserted(String node);
}
