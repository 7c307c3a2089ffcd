package io.anyrack.openstack.resource;

import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.Port.AddressPair;
import io.anyrack.openstack.neutron.Port.DhcpOption;
import io.anyrack.openstack.sync.SyncMark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A port of a node or a server.
 *
 * @param key its name is the server's and the network's
 * @param subject whose it is
 * @param wanted what it shall be like
 */
record PortPart(Key key, Subject subject, WantedPort wanted) implements Part<Port> {
  static Key key(String name) {
    return new Key(Key.Type.PORT, name);
  }

  @Override
  public List<Key> needs() {
    List<Key> needs = new ArrayList<>(bound());
    wanted.groups().forEach(group -> group.own().ifPresent(needs::add));
    return needs;
  }

  @Override
  public List<Key> bound() {
    if (!wanted.ownNetwork()) {
      return List.of();
    }
    List<Key> bound = new ArrayList<>();
    bound.add(NetworkPart.key(wanted.network()));
    bound.add(SubnetPart.key(wanted.network(), false));
    if (wanted.ipv6()) {
      bound.add(SubnetPart.key(wanted.network(), true));
    }
    return bound;
  }

  @Override
  public Optional<Owned<Port>> found(Survey survey) {
    return survey.ports().find(key.name());
  }

  private String network(Scene scene) {
    return wanted.ownNetwork()
        ? scene.id(NetworkPart.key(wanted.network()))
        : scene.existingNetwork(wanted.network(), subject.name());
  }

  @Override
  public Verdict compare(Owned<Port> found, Scene scene) {
    Port there = found.resource();
    String at = key.name() + " ";
    Diff diff = new Diff().replace(at + "network", there.network(), network(scene));
    wanted.mac().ifPresent(mac -> diff.replace(at + "mac", there.mac(), mac.toString()));
    // What sync set is the installer's wish: it knows better than the rack file.
    if (wanted.addressed() && !SyncMark.of(there).addresses()) {
      diff.change(
              at + "address",
              addresses(there),
              addresses(),
              put -> putAddresses(put, scene, Optional.of(there)))
          .change(
              at + "ipv6 address",
              byDhcpv6(there, scene) ? "given" : "none",
              wantsDhcpv6() ? "given" : "none",
              put -> putAddresses(put, scene, Optional.of(there)));
    }
    if (!wanted.guarded()) {
      diff.change(at + "guard", there.portSecurity() ? "on" : "off", "off", Attributes::unguarded);
    } else {
      diff.change(
              at + "guard",
              there.portSecurity() ? "on" : "off",
              "on",
              put -> put.put("port_security_enabled", true))
          .change(
              at + "allowed pairs",
              pairs(there.allowedPairs(), there.mac()),
              pairs(pairs(there), there.mac()),
              put -> Attributes.allowedPairs(put, pairs(there)))
          .change(
              at + "security groups",
              Set.copyOf(there.securityGroups()),
              groups(scene),
              put -> Attributes.securityGroups(put, List.copyOf(groups(scene))));
    }
    diff.change(
        at + "dhcp options",
        Set.copyOf(there.dhcpOptions()),
        Set.copyOf(wanted.told(there.tags())),
        put -> Attributes.dhcpOptions(put, wanted.told(there.tags()), there.dhcpOptions()));
    return diff.verdict(patch -> scene.project().neutron().ports().update(found.id(), patch));
  }

  /** A group that is not made yet is called by its name. */
  private Set<String> groups(Scene scene) {
    return wanted.groups().stream()
        .map(
            group ->
                group
                    .own()
                    .map(own -> scene.known(own).orElse(own.toString()))
                    .orElseGet(() -> scene.existingGroup(group.name(), subject.name())))
        .collect(Collectors.toSet());
  }

  /** IPv6 addresses come by themselves (SLAAC) and are not compared. */
  static List<String> addresses(Port port) {
    return port.fixedIps().stream()
        .map(Port.FixedIp::address)
        .filter(address -> !address.contains(":"))
        .toList();
  }

  private boolean wantsDhcpv6() {
    return wanted.ipv6() && wanted.address().isPresent();
  }

  /** Whether it has an address of a subnet of ours whose addresses do not come by themselves. */
  private static boolean byDhcpv6(Port there, Scene scene) {
    return scene.survey().subnets().owned().stream()
        .filter(subnet -> subnet.resource().ipv6AddressMode().isPresent())
        .filter(subnet -> !subnet.resource().ipv6AddressMode().equals(Optional.of("slaac")))
        .anyMatch(subnet -> on(there, subnet.id()).isPresent());
  }

  private static Optional<String> on(Port there, String subnet) {
    return there.fixedIps().stream()
        .filter(each -> each.subnet().equals(subnet))
        .map(Port.FixedIp::address)
        .findFirst();
  }

  private List<String> addresses() {
    return wanted.address().map(Object::toString).stream().toList();
  }

  /** Those of the rack file, and those that sync added beside them. */
  private List<AddressPair> pairs(Port there) {
    Set<String> known = pairs(wanted.pairs(), there.mac());
    List<AddressPair> pairs = new ArrayList<>(wanted.pairs());
    SyncMark.added(there).stream()
        .filter(pair -> !known.containsAll(pairs(List.of(pair), there.mac())))
        .forEach(pairs::add);
    return pairs;
  }

  /** The port's own MAC goes without saying, and a network of one address is an address. */
  private static Set<String> pairs(List<AddressPair> pairs, String own) {
    return pairs.stream()
        .map(
            pair ->
                pair.cidr().replaceFirst("/32$", "")
                    + pair.mac()
                        .filter(mac -> !mac.equalsIgnoreCase(own))
                        .map(mac -> " with " + mac)
                        .orElse(""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The address of DHCPv6 stays what it is where there is one. */
  private void putAddresses(ObjectNode port, Scene scene, Optional<Port> there) {
    ArrayNode list = port.putArray("fixed_ips");
    wanted
        .address()
        .ifPresent(
            address -> {
              ObjectNode entry = list.addObject();
              if (wanted.ownNetwork()) {
                entry.put("subnet_id", scene.id(SubnetPart.key(wanted.network(), false)));
              }
              entry.put("ip_address", address.toString());
            });
    if (wantsDhcpv6()) {
      String subnet = scene.id(SubnetPart.key(wanted.network(), true));
      ObjectNode entry = list.addObject().put("subnet_id", subnet);
      there.flatMap(each -> on(each, subnet)).ifPresent(old -> entry.put("ip_address", old));
    }
  }

  @Override
  public String make(Scene scene) {
    ObjectNode port = Attributes.none();
    port.put("network_id", network(scene));
    wanted.mac().ifPresent(mac -> port.put("mac_address", mac.toString()));
    if (wanted.addressed()) {
      putAddresses(port, scene, Optional.empty());
    }
    if (wanted.guarded()) {
      if (!wanted.pairs().isEmpty()) {
        Attributes.allowedPairs(port, wanted.pairs());
      }
      Attributes.securityGroups(port, List.copyOf(groups(scene)));
    } else {
      port.put("port_security_enabled", false);
    }
    List<DhcpOption> options = wanted.dhcpOptions();
    if (!options.isEmpty()) {
      Attributes.dhcpOptions(port, options, List.of());
    }
    return scene.create(scene.project().neutron().ports(), port, subject, key, true).id();
  }

  @Override
  public void complete(Owned<Port> found, Scene scene) {
    scene.tag(scene.project().neutron().ports(), found.id(), subject, key);
  }
}
