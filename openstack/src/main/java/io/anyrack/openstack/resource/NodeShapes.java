package io.anyrack.openstack.resource;

import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;

/** Decides how a node becomes a server. It asks nobody: all it needs is in its arguments. */
public interface NodeShapes {
  /**
   * The shape of a node's server.
   *
   * @throws io.anyrack.rack.cloud.CloudException if this cloud cannot have such a node
   */
  NodeShape shape(NodeSpec node, Rack rack, CloudFacts facts);
}
