package io.anyrack.rack.file;

import static io.anyrack.rack.file.Broken.meaning;
import static io.anyrack.rack.file.Broken.shape;

import java.util.List;

/** What can be wrong with the networks of a rack. */
final class BrokenNetworks {
  static final List<Broken> FILES =
      List.of(
          shape(
              "networks is a mapping",
              """
              rack: lab
              networks: { name: provision, cidr: 192.0.2.0/24 }
              nodes: 1
              """,
              "2:11: networks is a mapping; it has to be a list"),
          shape(
              "network is a name only",
              """
              rack: lab
              networks:
                - provision
              nodes: 1
              """,
              "3:5: network is the text 'provision'; it has to be a mapping of keys to values"),
          shape(
              "network without a name",
              """
              rack: lab
              networks:
                - cidr: 192.0.2.0/24
              nodes: 1
              """,
              "3:5: network has no 'name'; add it, an example: name: internal"),
          shape(
              "network without addresses",
              """
              rack: lab
              networks:
                - name: provision
              nodes: 1
              """,
              "3:5: network has no 'cidr'; add it, an example: cidr: 10.0.0.0/24"),
          meaning(
              "network name twice",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/24 }
                - { name: a, cidr: 10.0.1.0/24 }
              nodes: 1
              """,
              "4:13: network 'a' is used twice; it is already in line 3, use another"),
          shape(
              "network name with a dot",
              """
              rack: lab
              networks:
                - { name: a.b, cidr: 10.0.0.0/24 }
              nodes: 1
              """,
              "3:13: name 'a.b' is not a name; it has 1 to 32 of a-z, 0-9 and '-', and no '-' at"
                  + " either end"),
          shape(
              "cidr without a prefix",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0 }
              nodes: 1
              """,
              "3:22: cidr: not a network in CIDR form such as 192.0.2.0/24: 10.0.0.0; an example:"
                  + " 10.0.0.0/24"),
          meaning(
              "cidr with host bits",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.5/24 }
              nodes: 1
              """,
              "3:22: cidr: 10.0.0.5/24 has host bits set; the network is 10.0.0.0/24"),
          meaning(
              "cidr with an octet too large",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.300.0/24 }
              nodes: 1
              """,
              "3:22: cidr: not an IPv4 address: 10.0.300.0; an example: 10.0.0.0/24"),
          shape(
              "cidr too small for a gateway and a node",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/31 }
              nodes: 1
              """,
              "3:22: cidr: a network of a rack is a /8 to a /30; 10.0.0.0/31 is neither"),
          shape(
              "cidr too large",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/7 }
              nodes: 1
              """,
              "3:22: cidr: a network of a rack is a /8 to a /30; 10.0.0.0/7 is neither"),
          meaning(
              "cidr of the loopback",
              """
              rack: lab
              networks:
                - { name: a, cidr: 127.1.0.0/24 }
              nodes: 1
              """,
              "3:22: cidr: 127.1.0.0/24 overlaps 127.0.0.0/8, which has a meaning of its own; take"
                  + " a private network such as 10.0.0.0/24"),
          meaning(
              "cidr of link-local addresses",
              """
              rack: lab
              networks:
                - { name: a, cidr: 169.254.0.0/16 }
              nodes: 1
              """,
              "3:22: cidr: 169.254.0.0/16 overlaps 169.254.0.0/16, which has a meaning of its own;"
                  + " take a private network such as 10.0.0.0/24"),
          meaning(
              "networks overlap",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/16 }
                - { name: b, cidr: 10.0.7.0/24 }
              nodes: 1
              """,
              "4:22: 10.0.7.0/24 overlaps 10.0.0.0/16 of network 'a'; networks of a rack are"
                  + " apart"),
          meaning(
              "gateway outside",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/24, gateway: 10.0.1.1 }
              nodes: 1
              """,
              "3:44: address 10.0.1.1 is outside the network 10.0.0.0/24; it can be 10.0.0.1 to"
                  + " 10.0.0.254"),
          meaning(
              "gateway is the network address",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/24, gateway: 10.0.0.0 }
              nodes: 1
              """,
              "3:44: address 10.0.0.0 is the network address of 10.0.0.0/24; it can be 10.0.0.1 to"
                  + " 10.0.0.254"),
          shape(
              "gateway is no address",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/24, gateway: router }
              nodes: 1
              """,
              "3:44: gateway: not an IPv4 address: router; an example: 192.0.2.1"),
          meaning(
              "pool outside",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/24, pool: 10.0.1.10-10.0.1.20 }
              nodes: 1
              """,
              "3:41: the pool 10.0.1.10-10.0.1.20 is not inside the network 10.0.0.0/24; an"
                  + " example: 10.0.0.30-10.0.0.199"),
          meaning(
              "pool backwards",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/24, pool: 10.0.0.20-10.0.0.10 }
              nodes: 1
              """,
              "3:41: pool: the range ends before it starts: 10.0.0.20-10.0.0.10; an example:"
                  + " 192.0.2.30-192.0.2.199"),
          shape(
              "pool is one address",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/24, pool: 10.0.0.20 }
              nodes: 1
              """,
              "3:41: pool: not a range such as 192.0.2.30-192.0.2.199: 10.0.0.20; an example:"
                  + " 192.0.2.30-192.0.2.199"),
          meaning(
              "pool too small for the nodes",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/24, pool: 10.0.0.10-10.0.0.11 }
              nodes: 3
              """,
              "3:41: the pool 10.0.0.10-10.0.0.11 of network 'a' has 2 free addresses and the nodes"
                  + " need 3; widen it"),
          meaning(
              "pool too small because of a VIP and the gateway",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/24, gateway: 10.0.0.10, pool: 10.0.0.10-10.0.0.12 }
              nodes:
                - networks: [{ name: a, allowed-pairs: [10.0.0.12] }]
                  count: 2
              """,
              "3:61: the pool 10.0.0.10-10.0.0.12 of network 'a' has 1 free addresses and the nodes"
                  + " need 2; widen it"),
          meaning(
              "default pool of a small network too small",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/29 }
              nodes: 6
              """,
              "3:5: the pool 10.0.0.2-10.0.0.6 of network 'a' has 5 free addresses and the nodes"
                  + " need 6; widen it"),
          shape(
              "dhcp not known",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/24, dhcp: clod }
              nodes: 1
              """,
              "3:41: dhcp cannot be 'clod'; did you mean 'cloud'?"),
          shape(
              "dhcp is true",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/24, dhcp: true }
              nodes: 1
              """,
              "3:41: dhcp is true; it has to be one of auto, cloud, installer, none"),
          shape(
              "guard not known",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/24, guard: strict }
              nodes: 1
              """,
              "3:42: guard cannot be 'strict'; known here: auto, off, exact, subnet"),
          shape(
              "mtu too small",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/24, mtu: 575 }
              nodes: 1
              """,
              "3:40: mtu is 575; it can be 576 to 9000"),
          shape(
              "mtu too large",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/24, mtu: 9001 }
              nodes: 1
              """,
              "3:40: mtu is 9001; it can be 576 to 9000"),
          shape(
              "mtu is a list",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/24, mtu: [1500] }
              nodes: 1
              """,
              "3:40: mtu is a list; it has to be a whole number from 576 to 9000"),
          shape(
              "mtu is text",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/24, mtu: jumbo }
              nodes: 1
              """,
              "3:40: mtu is the text 'jumbo'; it has to be a whole number from 576 to 9000"),
          shape(
              "outward is a word",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/24, outward: yes }
              nodes: 1
              """,
              "3:44: outward is the text 'yes'; it has to be true or false"),
          shape(
              "metadata of an installer without its address",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/24, metadata: installer }
              nodes: 1
              """,
              "3:45: metadata has no address of the installer; write metadata: {installer:"
                  + " 192.0.2.240}"),
          meaning(
              "metadata of an installer outside",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/24, metadata: { installer: 10.9.0.1 } }
              nodes: 1
              """,
              "3:45: address 10.9.0.1 is outside the network 10.0.0.0/24; it can be 10.0.0.1 to"
                  + " 10.0.0.254"),
          meaning(
              "metadata of an installer that is the gateway",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/24, metadata: { installer: 10.0.0.1 } }
              nodes: 1
              """,
              "3:45: address 10.0.0.1 is the gateway of 10.0.0.0/24; give the installer's own"
                  + " address"),
          shape(
              "metadata not known",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/24, metadata: clout }
              nodes: 1
              """,
              "3:45: metadata cannot be 'clout'; did you mean 'cloud'?"),
          shape(
              "resolver is a host name",
              """
              rack: lab
              networks:
                - { name: a, cidr: 10.0.0.0/24, dns: [dns.example] }
              nodes: 1
              """,
              "3:41: dns: not an IPv4 address: dns.example; an example: 192.0.2.1"));

  private BrokenNetworks() {}
}
