package io.anyrack.openstack.resource;

import io.anyrack.openstack.http.ConflictException;
import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.Neutron;
import io.anyrack.openstack.neutron.SecurityGroup;
import io.anyrack.openstack.neutron.SecurityGroup.Rule;
import io.anyrack.rack.plan.Plan;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A security group of the rack's own.
 *
 * @param name such as {@code nodes}
 * @param ingress what it lets in; it lets everything out
 */
record GroupPart(String name, Set<Rule> ingress) implements Part<SecurityGroup> {
  /** For ports of nodes that have a guard. */
  static final String NODES = "nodes";

  /** For ports of servers that name no group. */
  static final String SERVERS = "servers";

  GroupPart {
    ingress = Set.copyOf(ingress);
  }

  static Key key(String name) {
    return new Key(Key.Type.GROUP, name);
  }

  /** Everything from a network. */
  static Rule from(String cidr) {
    return new Rule(
        Optional.empty(),
        "ingress",
        cidr.contains(":") ? "IPv6" : "IPv4",
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.of(cidr),
        Optional.empty());
  }

  /** Some ports, from anywhere. */
  static Rule to(String ethertype, String protocol, int first, int last) {
    return new Rule(
        Optional.empty(),
        "ingress",
        ethertype,
        Optional.of(protocol),
        OptionalInt.of(first),
        OptionalInt.of(last),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public Key key() {
    return key(name);
  }

  @Override
  public Subject subject() {
    return new Subject(Plan.Kind.RESOURCE, name);
  }

  @Override
  public List<Key> needs() {
    return List.of();
  }

  @Override
  public Optional<Owned<SecurityGroup>> found(Survey survey) {
    return survey.groups().find(name);
  }

  @Override
  public List<String> shown() {
    return List.of("security group");
  }

  @Override
  public Verdict compare(Owned<SecurityGroup> found, Scene scene) {
    Set<Rule> there = ingress(found.resource());
    if (there.equals(ingress)) {
      return new Verdict.Same();
    }
    Set<Rule> more = new LinkedHashSet<>(ingress);
    more.removeAll(there);
    Set<Rule> less = new LinkedHashSet<>(there);
    less.removeAll(ingress);
    List<String> details =
        Stream.concat(
                more.stream().map(rule -> "lets in " + text(rule)),
                less.stream().map(rule -> "no longer lets in " + text(rule)))
            .sorted()
            .toList();
    return new Verdict.Change(details, () -> bring(scene, found.resource(), more, less));
  }

  private static void bring(Scene scene, SecurityGroup group, Set<Rule> more, Set<Rule> less) {
    add(scene.project().neutron(), group.id(), more);
    group.rules().stream()
        .filter(rule -> less.contains(rule.withoutId()))
        .forEach(rule -> rule.id().ifPresent(scene.project().neutron()::deleteRule));
  }

  private static Set<Rule> ingress(SecurityGroup group) {
    return group.rules().stream()
        .filter(rule -> rule.direction().equals("ingress"))
        .map(Rule::withoutId)
        .collect(Collectors.toSet());
  }

  private static String text(Rule rule) {
    String ports =
        rule.portMin().isEmpty()
            ? ""
            : rule.portMin().equals(rule.portMax())
                ? " port " + rule.portMin().getAsInt()
                : " ports " + rule.portMin().getAsInt() + " to " + rule.portMax().orElse(0);
    return rule.protocol().orElse("everything")
        + ports
        + " from "
        + rule.remotePrefix().orElse("anywhere (" + rule.ethertype() + ")");
  }

  private static void add(Neutron neutron, String group, Set<Rule> rules) {
    for (Rule rule : rules) {
      try {
        neutron.addRule(group, rule);
      } catch (ConflictException e) {
        // It has the rule: an earlier attempt was interrupted, or its answer was lost.
      }
    }
  }

  @Override
  public String make(Scene scene) {
    Neutron neutron = scene.project().neutron();
    SecurityGroup made =
        scene.create(neutron.securityGroups(), Attributes.none(), subject(), key(), true);
    add(neutron, made.id(), ingress);
    return made.id();
  }

  @Override
  public void complete(Owned<SecurityGroup> found, Scene scene) {
    scene.tag(scene.project().neutron().securityGroups(), found.id(), subject(), key());
  }
}
