package io.anyrack.openstack.neutron;

import io.anyrack.openstack.http.Fields;
import java.util.List;
import java.util.Optional;

/**
 * A router as Neutron tells it.
 *
 * @param id its UUID
 * @param name for people
 * @param description as given when it was made
 * @param external id of the network its gateway is on; empty: none
 * @param tags its tags
 */
public record Router(
    String id, String name, String description, Optional<String> external, List<String> tags)
    implements Found {
  /** Copies the list. */
  public Router {
    tags = List.copyOf(tags);
  }

  static Router read(Fields router) {
    return new Router(
        router.text("id"),
        router.text("name"),
        router.text("description"),
        router.object("external_gateway_info").optional("network_id"),
        router.texts("tags"));
  }
}
