package io.anyrack.openstack.neutron;

import io.anyrack.openstack.http.Fields;
import java.util.List;

/**
 * A network as Neutron tells it.
 *
 * @param id its UUID
 * @param name for people
 * @param description as given when it was made
 * @param mtu in bytes; 0: the cloud does not say
 * @param external whether routers may have a gateway on it
 * @param shared whether it belongs to several projects
 * @param portSecurity whether its ports are guarded unless they say otherwise
 * @param subnets ids
 * @param project whose it is
 * @param tags its tags
 */
public record Network(
    String id,
    String name,
    String description,
    int mtu,
    boolean external,
    boolean shared,
    boolean portSecurity,
    List<String> subnets,
    String project,
    List<String> tags)
    implements Found {
  /** Copies the lists. */
  public Network {
    subnets = List.copyOf(subnets);
    tags = List.copyOf(tags);
  }

  static Network read(Fields network) {
    return new Network(
        network.text("id"),
        network.text("name"),
        network.text("description"),
        network.number("mtu"),
        network.flag("router:external", false),
        network.flag("shared", false),
        network.flag("port_security_enabled", true),
        network.texts("subnets"),
        network.text("project_id"),
        network.texts("tags"));
  }
}
