package io.anyrack.fakestack.neutron;

import io.anyrack.fakestack.world.Caller;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** RBAC policies: networks shared with another project. */
final class Sharings implements Kind {
  private static final int QUOTA = 10;
  private static final Attributes ATTRIBUTES =
      new Attributes(
          Set.of("object_type", "object_id", "action", "target_tenant"),
          Set.of("target_tenant"),
          Set.of(),
          Set.of());

  private final Shelf shelf;
  private final Shelf networks;

  Sharings(Shelf shelf, Shelf networks) {
    this.shelf = shelf;
    this.networks = networks;
  }

  @Override
  public Shelf shelf() {
    return shelf;
  }

  @Override
  public int quota() {
    return QUOTA;
  }

  @Override
  public ObjectNode create(Caller caller, ObjectNode asked) {
    ATTRIBUTES.checkPost("rbac_policy", caller, asked);
    networks.own(caller, Attributes.required(asked, "object_id"));
    ObjectNode policy = shelf.blank(caller.projectId(), asked);
    policy.remove(
        java.util.List.of(
            "name", "description", "tags", "created_at", "updated_at", "revision_number"));
    policy.setAll(asked);
    shelf.add(policy);
    return policy;
  }

  @Override
  public void update(Caller caller, ObjectNode policy, ObjectNode asked) {
    ATTRIBUTES.checkPut("rbac_policy", caller, asked);
    policy.setAll(asked);
  }

  @Override
  public void delete(Caller caller, ObjectNode policy) {
    shelf.remove(policy);
  }
}
