package io.anyrack.rack.file;

import static io.anyrack.rack.file.Broken.meaning;
import static io.anyrack.rack.file.Broken.shape;

import java.util.List;

/** What can be wrong with the servers of a rack, and with where its service runs. */
final class BrokenServers {
  static final List<Broken> FILES =
      List.of(
          shape(
              "server without a name",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              servers: [{ image: guest }]
              """,
              "4:11: server has no 'name'; add it, an example: name: jump"),
          shape(
              "servers is a number",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              servers: 2
              """,
              "4:10: servers is the number 2; it has to be a list"),
          meaning(
              "server with the name of a node",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              servers: [{ name: node-1 }]
              """,
              "4:19: server 'node-1' is used twice; it is already in line 3, use another"),
          meaning(
              "installer with the name of a server",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              servers: [{ name: installer }]
              installer: {}
              """,
              "5:12: server 'installer' is used twice; it is already in line 4, use another"),
          shape(
              "server without a port",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              servers: [{ name: jump, networks: [] }]
              """,
              "4:35: a server has at least one port; name a network of the rack"),
          meaning(
              "server on a network not known",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              servers: [{ name: jump, networks: [provison] }]
              """,
              "4:36: unknown network 'provison'; did you mean 'provision'?"),
          meaning(
              "address of a server twice",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              servers:
                - { name: a, networks: [{ name: provision, address: 192.0.2.9 }] }
                - { name: b, networks: [{ name: provision, address: 192.0.2.9 }] }
              """,
              "6:55: address '192.0.2.9' is used twice; it is already in line 5, use another"),
          shape(
              "port in and out of the rack",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              servers: [{ name: jump, networks: [{ cloud-network: private, mac: 00:16:3e:00:00:01 }] }]
              """,
              "4:62: unknown key 'mac'; known here: cloud-network, address"),
          shape(
              "floating IP not known",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              servers: [{ name: jump, floating-ip: yes }]
              """,
              "4:38: floating-ip cannot be 'yes'; it is auto, none, an address the project has, or"
                  + " {network: NAME}"),
          meaning(
              "floating IP that is none",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              servers: [{ name: jump, floating-ip: 198.51.100 }]
              """,
              "4:38: floating-ip: not an IPv4 address: 198.51.100; an example: 198.51.100.7"),
          shape(
              "login name with a space",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              servers: [{ name: jump, user: "an admin" }]
              """,
              "4:31: user 'an admin' is not a login name; it has 1 to 32 of a-z, 0-9, '_' and '-',"
                  + " and starts with a letter"),
          meaning(
              "user-data that is not there",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              servers: [{ name: jump, user-data: no.yaml }]
              """,
              "4:36: user-data: there is no readable file /racks/lab/no.yaml; paths start at the"
                  + " rack file's directory"),
          shape(
              "installer not built yet",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              installer: { use: tripleo }
              """,
              "4:19: the installer 'tripleo' is not built yet; with use: none the server is made,"
                  + " and its steps are yours"),
          shape(
              "steps not built yet",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              installer: { use: ./steps.yaml }
              """,
              "4:19: the installer './steps.yaml' is not built yet; with use: none the server is"
                  + " made, and its steps are yours"),
          shape(
              "installer not known",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              installer: { use: kolla }
              """,
              "4:19: use cannot be 'kolla'; known here: none"),
          shape(
              "router with a dot",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              routers: [edge.one]
              """,
              "4:11: router 'edge.one' is not a name; it has 1 to 32 of a-z, 0-9 and '-', and no"
                  + " '-' at either end"),
          meaning(
              "router twice",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              routers: [edge, { name: edge, external: external }]
              """,
              "4:25: router 'edge' is used twice; it is already in line 4, use another"),
          shape(
              "placement not known",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              bmc: { placement: ther }
              """,
              "4:19: placement cannot be 'ther'; known here: here, vm, installer"),
          shape(
              "key of a server not known",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              bmc: { placement: { vm: { address: x } } }
              """,
              "4:27: unknown key 'address'; known here: name, image, flavor, disk, user, keypair,"
                  + " security-groups, networks, floating-ip, user-data"),
          meaning(
              "placement without an installer",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              bmc: { placement: installer }
              """,
              "4:19: the rack has no installer to run on; add installer: {}, or take vm"),
          meaning(
              "BMC addresses of a network not known",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              bmc: { placement: { vm: { networks: [{ cloud-network: private }] } }, address: per-node }
              """,
              "4:80: the rack does not know the addresses of that network; add ip: FIRST, the"
                  + " first of the BMCs"),
          meaning(
              "no room for BMC addresses",
              """
              rack: lab
              cloud: openstack
              networks: [{ name: a, cidr: 10.0.0.0/24, pool: 10.0.0.10-10.0.0.254 }]
              nodes: 1
              bmc: { placement: vm, address: per-node }
              """,
              "5:32: behind the pool 10.0.0.10-10.0.0.254 there are not 1 addresses for BMCs; add"
                  + " ip: FIRST, or a smaller pool"),
          meaning(
              "BMC addresses outside their network",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              bmc: { placement: vm, address: per-node, ip: 10.0.0.1 }
              """,
              "4:46: from ip 10.0.0.1 on there are not 1 addresses in 192.0.2.0/24 of network"
                  + " 'provision' beside its gateway; take others"),
          meaning(
              "NICs of BMCs on this machine",
              """
              rack: lab
              cloud: openstack
              nodes: 2
              bmc: { address: per-nic, subnets: { cidr: 10.0.0.0/24 } }
              """,
              "4:17: per-nic gives NICs to the server of the service; say placement: vm or"
                  + " installer"),
          meaning(
              "NICs of BMCs without subnets",
              """
              rack: lab
              cloud: openstack
              nodes: 2
              bmc: { placement: vm, address: per-nic }
              """,
              "4:32: per-nic needs subnets: { cidr: 10.50.0.0/24 }"),
          meaning(
              "subnets of BMCs that have no NICs",
              """
              rack: lab
              cloud: openstack
              nodes: 2
              bmc: { placement: vm, subnets: { cidr: 10.0.0.0/24 } }
              """,
              "4:32: subnets are for BMCs with a NIC each; say address: per-nic"),
          meaning(
              "too few subnets of BMCs",
              """
              rack: lab
              cloud: openstack
              nodes: 2
              bmc: { placement: vm, address: per-nic, subnets: { cidr: 10.0.0.0/29 } }
              """,
              "4:58: in cidr 10.0.0.0/29 there are not 2 subnets with the prefix /29; take a larger"
                  + " one"),
          meaning(
              "subnets of BMCs over a network",
              """
              rack: lab
              cloud: openstack
              nodes: 2
              bmc: { placement: vm, address: per-nic, subnets: { cidr: 192.0.2.0/28 } }
              """,
              "4:58: cidr 192.0.2.0/28 overlaps network 'provision' (192.0.2.0/24); take another"),
          meaning(
              "an address beside subnets",
              """
              rack: lab
              cloud: openstack
              nodes: 2
              bmc: { placement: vm, address: per-nic, ip: 10.0.0.1, subnets: { cidr: 10.0.0.0/24 } }
              """,
              "4:45: with address: per-nic the addresses come from subnets"),
          meaning(
              "BMCs at every address each",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              bmc: { address: per-node, ip: 0.0.0.0 }
              """,
              "4:31: ip 0.0.0.0 is every address, and per-node gives each node one; take the first"
                  + " of them"),
          meaning(
              "BMCs at a multicast address",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              bmc: { ip: 224.0.0.1 }
              """,
              "4:12: ip 224.0.0.1 is not an address a machine can have; take one it has"),
          shape(
              "power-off not known",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              bmc: { power-off: shelf }
              """,
              "4:19: power-off cannot be 'shelf'; did you mean 'shelve'?"),
          shape(
              "boot port out of range",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              boot: { port: 70000 }
              """,
              "4:15: port is 70000; it can be 0 to 65535"),
          meaning(
              "boot address that is none",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              boot: { address: 198.51.100.256 }
              """,
              "4:18: address: not an IPv4 address: 198.51.100.256; an example: 192.0.2.1"));

  private BrokenServers() {}
}
