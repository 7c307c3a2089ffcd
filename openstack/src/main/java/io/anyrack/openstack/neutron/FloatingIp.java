package io.anyrack.openstack.neutron;

import io.anyrack.openstack.http.Fields;
import java.util.List;
import java.util.Optional;

/**
 * A floating IP as Neutron tells it.
 *
 * @param id its UUID
 * @param address reachable from outside
 * @param description as given when it was made
 * @param network id of the external network it comes from
 * @param port id of the port it leads to; empty: none
 * @param tags its tags
 */
public record FloatingIp(
    String id,
    String address,
    String description,
    String network,
    Optional<String> port,
    List<String> tags)
    implements Found {
  /** Copies the list. */
  public FloatingIp {
    tags = List.copyOf(tags);
  }

  @Override
  public String name() {
    return address;
  }

  static FloatingIp read(Fields floating) {
    return new FloatingIp(
        floating.text("id"),
        floating.text("floating_ip_address"),
        floating.text("description"),
        floating.text("floating_network_id"),
        floating.optional("port_id"),
        floating.texts("tags"));
  }
}
