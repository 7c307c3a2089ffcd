package io.anyrack.openstack.image;

import io.anyrack.rack.model.NodeSpec.Firmware;
import java.net.URI;
import java.util.Optional;

/**
 * The CD drives of nodes: an ISO image is put into the cloud's image service, and a node that boots
 * from its CD is rescued with it. Thread-safe.
 */
public interface MediaDrive {
  /** Puts an image into a node's drive, in place of the one that is there. */
  void insert(String node, Firmware firmware, URI image);

  /** Empties a node's drive; nothing if it is empty. */
  void eject(String node);

  /** Empties the drives of all nodes. */
  void ejectAll();

  /** The id of the image in a node's drive. */
  Optional<String> inserted(String node);
}
