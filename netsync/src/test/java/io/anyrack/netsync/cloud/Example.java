package io.anyrack.netsync.cloud;

import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.rack.sync.GuardedPort.Pair;
import io.anyrack.rack.sync.GuardedPort.Subnet;
import io.anyrack.rack.sync.Mark;
import io.anyrack.rack.sync.Said;
import io.anyrack.rack.sync.Said.Given;
import io.anyrack.rack.sync.Said.Meant;
import io.anyrack.rack.sync.Said.Shared;
import io.anyrack.rack.sync.Told;
import io.anyrack.rack.sync.ToldSubnet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Ports and words of sources, in few letters. The node {@code a} has the MAC {@code 02:…:0a}. */
public final class Example {
  /** Addresses can be set on both. */
  public static final List<Subnet> SUBNETS =
      List.of(
          new Subnet(IpPrefix.parse("192.0.2.0/24"), false),
          new Subnet(IpPrefix.parse("2001:db8::/64"), false));

  private Example() {}

  /** The MAC of the node with this number. */
  public static MacAddress mac(int node) {
    return new MacAddress(0x0200_0000_0000L + node);
  }

  /** The MAC of a node whose name is a letter. */
  public static MacAddress mac(String node) {
    return mac(node.charAt(0) - 'a' + 10);
  }

  /** The port of a node that is a compute node, with addresses. */
  public static GuardedPort port(String node, String... addresses) {
    return port(node, "compute", List.of(addresses), List.of());
  }

  /** The port of a node. */
  public static GuardedPort port(
      String node, String role, List<String> addresses, List<String> pairs) {
    MacAddress mac = mac(node);
    return new GuardedPort(
        "port-" + node,
        node,
        role,
        mac,
        SUBNETS,
        addresses.stream().map(IpAddress::parse).toList(),
        pairs.stream().map(pair -> new Pair(IpPrefix.parse(pair), mac)).toList(),
        Mark.NONE,
        true,
        1);
  }

  /** The same port, whose client is told something and shall be told something: {@code "150=x"}. */
  public static GuardedPort telling(GuardedPort port, List<String> now, List<String> due) {
    return new GuardedPort(
        port.id(),
        port.node(),
        port.role(),
        port.mac(),
        port.subnets(),
        port.addresses(),
        port.pairs(),
        port.mark(),
        port.guarded(),
        new Told(options(now), options(due)),
        port.revision());
  }

  private static Set<Told.Option> options(List<String> words) {
    return words.stream()
        .map(word -> word.split("=", 2))
        .map(parts -> new Told.Option(parts[0], parts[1], 4))
        .collect(Collectors.toSet());
  }

  /** A subnet whose clients are told routes and shall be told others: {@code "10.0.0.0/8 gw"}. */
  public static ToldSubnet subnet(List<String> now, List<String> due) {
    return new ToldSubnet(
        "subnet", "provision", SUBNETS.getFirst().cidr(), routes(now), routes(due), 1);
  }

  private static Set<ToldSubnet.Route> routes(List<String> words) {
    return words.stream()
        .map(word -> word.split(" "))
        .map(parts -> new ToldSubnet.Route(parts[0], parts[1]))
        .collect(Collectors.toSet());
  }

  /** A source that gives addresses: {@code "a 192.0.2.1"}. */
  public static Said given(String... words) {
    return new Said(
        Stream.of(words)
            .map(text -> text.split(" "))
            .map(parts -> new Given(mac(parts[0]), IpAddress.parse(parts[1])))
            .toList(),
        List.of());
  }

  /** A source with VIPs of all nodes. */
  public static Said vips(String... addresses) {
    return new Said(
        List.of(), Stream.of(addresses).map(each -> shared(each, new Meant.Everyone())).toList());
  }

  /** A source with a VIP of the nodes of a role. */
  public static Said vipOf(String role, String address) {
    return new Said(List.of(), List.of(shared(address, new Meant.Roles(Set.of(role)))));
  }

  /** A VIP. */
  public static Shared shared(String address, Meant meant) {
    return new Shared(IpPrefix.parse(address), Optional.empty(), meant);
  }
}
