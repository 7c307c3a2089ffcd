package io.anyrack.openstack.doctor;

import io.anyrack.openstack.http.ApiException;
import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.Network;
import io.anyrack.openstack.neutron.Neutron;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** What the cloud's networks can do, tried on a network made for it. */
final class NetworkCheck {
  /** Which extensions a rack cannot do without, and why. */
  private static final Map<String, String> NEEDED =
      Map.of(
          "standard-attr-tag", "what belongs to the rack is known by its tags",
          "extra_dhcp_opt", "nodes are told by DHCP what to boot",
          "security-group", "servers of the rack let in what they must and no more");

  /** Documentation addresses (RFC 5737): nobody has them. */
  private static final String CIDR = "192.0.2.0/24";

  private static final String ADDRESS = "192.0.2.10";
  private static final String OTHER = "192.0.2.11";
  private static final String PAIRS = "192.0.2.128/25";

  /** Locally administered; it is alone on its network. */
  private static final String MAC = "02:00:00:00:00:0a";

  /** The largest that Ethernet switches usually carry. */
  private static final int JUMBO = 9000;

  private final Neutron neutron;
  private final Notes notes;
  private final Trials trials;

  NetworkCheck(Neutron neutron, Notes notes, Trials trials) {
    this.neutron = neutron;
    this.notes = notes;
    this.trials = trials;
  }

  /**
   * What was learnt that a rack depends on.
   *
   * @param openPorts whether a port's guard can be switched off
   * @param cidrPairs whether an address pair may be a network
   * @param mtu the largest a network here can have; 0: not known
   */
  record Learnt(boolean openPorts, boolean cidrPairs, int mtu) {
    static final Learnt NOTHING = new Learnt(false, false, 0);
  }

  /** What the cloud says it has. */
  void extensions() {
    Set<String> there = neutron.extensions();
    List<String> missing = NEEDED.keySet().stream().filter(each -> !there.contains(each)).toList();
    notes.judge(
        missing.isEmpty(),
        "network extensions",
        there.size() + " extensions",
        missing.isEmpty()
            ? "all that a rack needs"
            : missing.stream()
                .map(each -> each + " is missing: " + NEEDED.get(each))
                .collect(Collectors.joining("; ")));
    notes.fine(
        "trunk ports",
        there.contains("trunk") ? "yes" : "no",
        "racks do without: each network has a port of its own");
    String external =
        neutron.networks().all().stream()
            .filter(Network::external)
            .map(Network::name)
            .sorted()
            .collect(Collectors.joining(", "));
    if (external.isEmpty()) {
      notes.warning(
          "external networks", "none", "no floating addresses, no way out through a router");
    } else {
      notes.fine("external networks", external, "for routers and floating addresses");
    }
  }

  /** Makes a network with two ports and changes them in all the ways a rack may want. */
  Learnt tried() {
    Network network = neutron.networks().create(made());
    trials.made("network " + network.id(), () -> neutron.networks().delete(network.id()));
    neutron.networks().setTags(network.id(), List.of(Trials.TAG));
    int mtu = mtu(network);
    ObjectNode wanted =
        made().put("network_id", network.id()).put("cidr", CIDR).put("ip_version", 4);
    wanted.put("enable_dhcp", false).putNull("gateway_ip");
    Subnet subnet = neutron.subnets().create(wanted);
    trials.made("subnet " + subnet.id(), () -> neutron.subnets().delete(subnet.id()));
    Port port = port(network, subnet);
    boolean pairs =
        pairs(port, "address pairs", OTHER, "a VIP moves between nodes, as installers do it");
    boolean cidrPairs =
        pairs(
            port, "cidr pairs", PAIRS, "guard: subnet lets a node use any address of its network");
    pairs(port, "any address", "0.0.0.0/0", "a node may route for others");
    dhcpOptions(port);
    boolean open =
        attempt(
            "port security",
            "can be switched off",
            "cannot be switched off",
            "guard: off works: an installer may serve DHCP itself",
            "guard: off does not work: DHCP must be the cloud's (dhcp: cloud), guards stay",
            () -> neutron.ports().update(port.id(), Attributes.unguarded(Attributes.none())));
    addressless(network);
    return new Learnt(open, pairs && cidrPairs, mtu);
  }

  private Port port(Network network, Subnet subnet) {
    ObjectNode wanted =
        Attributes.fixedIps(
                made().put("network_id", network.id()),
                List.of(new Port.FixedIp(subnet.id(), ADDRESS)))
            .put("mac_address", MAC);
    Port port;
    try {
      port = neutron.ports().create(wanted);
      notes.fine("chosen MACs", "yes", "nodes keep their MACs when they are made again");
    } catch (ApiException e) {
      wanted.remove("mac_address");
      port = neutron.ports().create(wanted);
      notes.problem("chosen MACs", "no: " + e.getMessage(), "a rack gives each port its MAC");
    }
    String id = port.id();
    trials.made("port " + id, () -> neutron.ports().delete(id));
    return port;
  }

  private int mtu(Network network) {
    try {
      neutron.networks().update(network.id(), Attributes.none().put("mtu", JUMBO));
      notes.fine("MTU", "up to " + JUMBO + " or more", "mtu: auto takes " + network.mtu());
      return JUMBO;
    } catch (ApiException e) {
      notes.fine(
          "MTU",
          "up to " + network.mtu(),
          "mtu: auto takes it; nodes, undercloud and templates must be told, where it is below"
              + " 1500");
      return network.mtu();
    }
  }

  private boolean pairs(Port port, String subject, String cidr, String meaning) {
    return attempt(
        subject,
        "allowed",
        "refused",
        meaning,
        "not possible: " + meaning,
        () ->
            neutron
                .ports()
                .update(
                    port.id(),
                    Attributes.allowedPairs(
                        Attributes.none(), List.of(new Port.AddressPair(cidr, Optional.empty())))));
  }

  private void dhcpOptions(Port port) {
    List<Port.DhcpOption> options = new ArrayList<>();
    options.add(new Port.DhcpOption("bootfile-name", "http://192.0.2.1/boot/${uuid}", 4));
    options.add(new Port.DhcpOption("server-ip-address", "192.0.2.1", 4));
    boolean _ =
        attempt(
            "DHCP options",
            "any",
            "refused",
            "nodes are told by the cloud's DHCP what to boot",
            "nodes cannot be told what to boot; serve DHCP yourself (dhcp: installer)",
            () ->
                neutron
                    .ports()
                    .update(
                        port.id(), Attributes.dhcpOptions(Attributes.none(), options, List.of())));
  }

  private void addressless(Network network) {
    boolean _ =
        attempt(
            "ports without address",
            "yes",
            "no",
            "address: none works: bonds and networks that the installer numbers",
            "address: none does not work: each port has an address of its own",
            () -> {
              Port port =
                  neutron
                      .ports()
                      .create(
                          Attributes.fixedIps(made().put("network_id", network.id()), List.of()));
              trials.made("port " + port.id(), () -> neutron.ports().delete(port.id()));
            });
  }

  /** What is not possible is a cost; whether it makes the rack impossible its networks decide. */
  private boolean attempt(
      String subject, String yes, String no, String then, String otherwise, Runnable trial) {
    try {
      trial.run();
      notes.fine(subject, yes, then);
      return true;
    } catch (ApiException e) {
      notes.warning(subject, no + ": " + e.refusal().says(), otherwise);
      return false;
    }
  }

  private static ObjectNode made() {
    return Attributes.none().put("name", Trials.TAG).put("description", Trials.TAG);
  }
}
