package io.anyrack.fakestack.neutron;

import io.anyrack.fakestack.world.Caller;
import java.util.Collection;
import tools.jackson.databind.node.ObjectNode;

/** A kind of resource: what can be done with it. */
interface Kind {
  Shelf shelf();

  /** How many a project may have. */
  int quota();

  /** Makes one; on the shelf when this returns. */
  ObjectNode create(Caller caller, ObjectNode asked);

  /** Changes one as asked; the caller owns it. */
  void update(Caller caller, ObjectNode resource, ObjectNode asked);

  /** Deletes one; the caller owns it. */
  void delete(Caller caller, ObjectNode resource);

  /** What the caller can see. */
  default Collection<ObjectNode> visible(Caller caller) {
    return shelf().all().stream()
        .filter(each -> caller.owns(each.path("project_id").asString()))
        .toList();
  }
}
