package io.anyrack.openstack.neutron;

import io.anyrack.openstack.http.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A security group as Neutron tells it.
 *
 * @param id its UUID
 * @param name for people
 * @param description as given when it was made
 * @param rules what it lets through
 * @param tags its tags
 * @param created when it was made
 */
public record SecurityGroup(
    String id,
    String name,
    String description,
    List<Rule> rules,
    List<String> tags,
    Optional<Instant> created)
    implements Found {
  /** Copies the lists. */
  public SecurityGroup {
    rules = List.copyOf(rules);
    tags = List.copyOf(tags);
  }

  /**
   * What is let through.
   *
   * @param id its UUID; empty: not made yet
   * @param direction {@code ingress} or {@code egress}
   * @param ethertype {@code IPv4} or {@code IPv6}
   * @param protocol such as {@code tcp}; empty: any
   * @param portMin first port (or ICMP type); empty: any
   * @param portMax last port (or ICMP code); empty: any
   * @param remotePrefix from or to where; empty: anywhere
   * @param remoteGroup from or to ports of which group; empty: any
   */
  public record Rule(
      Optional<String> id,
      String direction,
      String ethertype,
      Optional<String> protocol,
      OptionalInt portMin,
      OptionalInt portMax,
      Optional<String> remotePrefix,
      Optional<String> remoteGroup) {

    /** The same rule without its id: what it lets through. */
    public Rule withoutId() {
      return new Rule(
          Optional.empty(),
          direction,
          ethertype,
          protocol,
          portMin,
          portMax,
          remotePrefix,
          remoteGroup);
    }

    static Rule read(Fields rule) {
      return new Rule(
          rule.optional("id"),
          rule.text("direction"),
          rule.text("ethertype"),
          rule.optional("protocol"),
          number(rule, "port_range_min"),
          number(rule, "port_range_max"),
          rule.optional("remote_ip_prefix"),
          rule.optional("remote_group_id"));
    }

    private static OptionalInt number(Fields rule, String name) {
      return rule.has(name) ? OptionalInt.of(rule.number(name)) : OptionalInt.empty();
    }
  }

  static SecurityGroup read(Fields group) {
    return new SecurityGroup(
        group.text("id"),
        group.text("name"),
        group.text("description"),
        group.list("security_group_rules", Rule::read),
        group.texts("tags"),
        group.instant("created_at"));
  }
}
