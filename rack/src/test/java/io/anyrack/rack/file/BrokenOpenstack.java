package io.anyrack.rack.file;

import static io.anyrack.rack.file.Broken.meaning;
import static io.anyrack.rack.file.Broken.shape;

import java.util.List;

/** What can be wrong with the networks and nodes of a rack on OpenStack. */
final class BrokenOpenstack {
  static final List<Broken> FILES =
      List.of(
          meaning(
              "gateway without a router",
              """
              rack: lab
              cloud: openstack
              networks: [{ name: a, cidr: 10.0.0.0/24, gateway: 10.0.0.254 }]
              nodes: 1
              """,
              "3:51: a gateway is the address of a router; add router: NAME, or remove gateway"),
          meaning(
              "router of a network that exists",
              """
              rack: lab
              cloud: openstack
              networks: [{ name: a, cidr: 10.0.0.0/24, existing: true, router: r }]
              nodes: 1
              """,
              "3:66: a network that exists is used as it is; remove router, or existing"),
          meaning(
              "mtu of a network that exists",
              """
              rack: lab
              cloud: openstack
              networks: [{ name: a, cidr: 10.0.0.0/24, existing: true, mtu: 1400 }]
              nodes: 1
              """,
              "3:63: a network that exists is used as it is; remove mtu, or existing"),
          shape(
              "route to an address",
              """
              rack: lab
              cloud: openstack
              networks: [{ name: a, cidr: 10.0.0.0/24, host-routes: { 10.1.0.1: 10.0.0.9 } }]
              nodes: 1
              """,
              "3:57: host-routes: not a network in CIDR form such as 192.0.2.0/24: 10.1.0.1; an"
                  + " example: 10.1.0.0/16"),
          shape(
              "route to no next hop",
              """
              rack: lab
              cloud: openstack
              networks: [{ name: a, cidr: 10.0.0.0/24, host-routes: { 10.1.0.0/16: router } }]
              nodes: 1
              """,
              "3:70: 10.1.0.0/16: not an IPv4 address: router; an example: 192.0.2.254"),
          shape(
              "ipv6 without addresses",
              """
              rack: lab
              cloud: openstack
              networks: [{ name: a, cidr: 10.0.0.0/24, ipv6: { mode: slaac } }]
              nodes: 1
              """,
              "3:48: ipv6 has no 'cidr'; add it, an example: cidr: fd00:12::/64"),
          shape(
              "ipv6 that is IPv4",
              """
              rack: lab
              cloud: openstack
              networks: [{ name: a, cidr: 10.0.0.0/24, ipv6: { cidr: 10.0.0.0/24 } }]
              nodes: 1
              """,
              "3:56: cidr: not an IPv6 network in CIDR form: 10.0.0.0/24; an example:"
                  + " fd00:12::/64"),
          meaning(
              "ipv6 with two gaps",
              """
              rack: lab
              cloud: openstack
              networks: [{ name: a, cidr: 10.0.0.0/24, ipv6: { cidr: "fd00::1::/64" } }]
              nodes: 1
              """,
              "3:56: cidr: not an IPv6 network in CIDR form: fd00::1::/64; an example:"
                  + " fd00:12::/64"),
          meaning(
              "ipv6 with host bits",
              """
              rack: lab
              cloud: openstack
              networks: [{ name: a, cidr: 10.0.0.0/24, ipv6: { cidr: "fd00::1/64" } }]
              nodes: 1
              """,
              "3:56: cidr: fd00::1/64 has host bits set; end the address in :: after its first 64"
                  + " bits"),
          meaning(
              "slaac outside a /64",
              """
              rack: lab
              cloud: openstack
              networks: [{ name: a, cidr: 10.0.0.0/24, ipv6: { cidr: "fd00::/80" } }]
              nodes: 1
              """,
              "3:56: hosts make their own addresses in a /64 (RFC 4862); fd00::/80 is a /80, take"
                  + " a /64 or mode: dhcpv6"),
          meaning(
              "ipv6 too small",
              """
              rack: lab
              cloud: openstack
              networks: [{ name: a, cidr: 10.0.0.0/24, ipv6: { cidr: "fd00::/127", mode: dhcpv6 } }]
              nodes: 1
              """,
              "3:56: an IPv6 network of a rack is a /16 to a /126; fd00::/127 is neither"),
          shape(
              "ipv6 mode not known",
              """
              rack: lab
              cloud: openstack
              networks: [{ name: a, cidr: 10.0.0.0/24, ipv6: { cidr: "fd00::/64", mode: slac } }]
              nodes: 1
              """,
              "3:75: mode cannot be 'slac'; did you mean 'slaac'?"),
          meaning(
              "disk of a broken GiB",
              """
              rack: lab
              cloud: openstack
              nodes: [{ disk: 1500MiB }]
              """,
              "3:17: disk is 1500MiB; the cloud has disks of whole GiB, such as 2GiB"),
          shape(
              "storage not known",
              """
              rack: lab
              cloud: openstack
              nodes: [{ storage: volum }]
              """,
              "3:20: storage cannot be 'volum'; did you mean 'volume'?"),
          shape(
              "volume without a size",
              """
              rack: lab
              cloud: openstack
              nodes: [{ volumes: [{ type: fast }] }]
              """,
              "3:21: volume has no 'size'; add it, an example: size: 10GiB"),
          meaning(
              "volume too large",
              """
              rack: lab
              cloud: openstack
              nodes: [{ volumes: [100TiB] }]
              """,
              "3:21: volume is 100TiB; it can be 1GiB to 64TiB"),
          shape(
              "volumes is no list",
              """
              rack: lab
              cloud: openstack
              nodes: [{ volumes: 10GiB }]
              """,
              "3:20: volumes is the text '10GiB'; it has to be a list"),
          shape(
              "method not known",
              """
              rack: lab
              cloud: openstack
              nodes: [{ method: rescu }]
              """,
              "3:19: method cannot be 'rescu'; did you mean 'rescue'?"),
          meaning(
              "image without a disk on OpenStack",
              """
              rack: lab
              cloud: openstack
              nodes: [{ disk: none, image: guest }]
              """,
              "3:30: an image needs a disk to be on; give the node a disk, such as disk: 8GiB"),
          shape(
              "flavor is a number",
              """
              rack: lab
              cloud: openstack
              nodes: [{ flavor: 3 }]
              """,
              "3:19: flavor is the number 3; it has to be text: put it in quotes"));

  private BrokenOpenstack() {}
}
