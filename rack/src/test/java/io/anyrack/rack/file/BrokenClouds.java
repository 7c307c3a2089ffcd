package io.anyrack.rack.file;

import static io.anyrack.rack.file.Broken.meaning;
import static io.anyrack.rack.file.Broken.shape;

import java.util.List;

/** What one cloud has and the other has not, and what can be wrong with an OpenStack. */
final class BrokenClouds {
  static final List<Broken> FILES =
      List.of(
          meaning(
              "existing on local",
              """
              rack: lab
              networks: [{ name: a, cidr: 10.0.0.0/24, existing: true }]
              nodes: 1
              """,
              "2:52: existing is for the cloud 'openstack'; with 'local' every network is made"),
          meaning(
              "router on local",
              """
              rack: lab
              networks: [{ name: a, cidr: 10.0.0.0/24, router: r }]
              nodes: 1
              """,
              "2:50: router is for the cloud 'openstack'; with 'local' outward: true lets guests"
                  + " out"),
          meaning(
              "host-routes on local",
              """
              rack: lab
              networks: [{ name: a, cidr: 10.0.0.0/24, host-routes: { 10.1.0.0/16: 10.0.0.9 } }]
              nodes: 1
              """,
              "2:55: host-routes is for the cloud 'openstack'; with 'local' give a port"
                  + " dhcp-options: {121: …}"),
          meaning(
              "ipv6 on local",
              """
              rack: lab
              networks: [{ name: a, cidr: 10.0.0.0/24, ipv6: { cidr: "fd00::/64" } }]
              nodes: 1
              """,
              "2:48: ipv6 is for the cloud 'openstack'; with 'local' networks have IPv4 only"),
          meaning(
              "flavor on local",
              """
              rack: lab
              nodes: [{ flavor: m1.small }]
              """,
              "2:19: flavor is for the cloud 'openstack'; with 'local' give cpus, memory and disk"),
          meaning(
              "storage on local",
              """
              rack: lab
              nodes: [{ storage: volume }]
              """,
              "2:20: storage is for the cloud 'openstack'; with 'local' the disk is a file"),
          meaning(
              "volumes on local",
              """
              rack: lab
              nodes: [{ volumes: [10GiB] }]
              """,
              "2:20: volumes is for the cloud 'openstack'; with 'local' a node has one disk"),
          meaning(
              "method on local",
              """
              rack: lab
              nodes: [{ method: native }]
              """,
              "2:19: method is for the cloud 'openstack'; with 'local' nodes boot by QEMU's own"
                  + " order"),
          meaning(
              "routers on local",
              """
              rack: lab
              nodes: 1
              routers: [r]
              """,
              "3:10: routers is for the cloud 'openstack'; with 'local' outward: true lets the"
                  + " guests of a network out"),
          meaning(
              "servers on local",
              """
              rack: lab
              nodes: 1
              servers: [{ name: jump }]
              """,
              "3:10: servers is for the cloud 'openstack'; with 'local' every machine is a node"),
          meaning(
              "installer on local",
              """
              rack: lab
              nodes: 1
              installer: {}
              """,
              "3:12: installer is for the cloud 'openstack'; with 'local' make it a node of its"
                  + " own role"),
          meaning(
              "power-off on local",
              """
              rack: lab
              nodes: 1
              bmc: { power-off: shelve }
              """,
              "3:19: power-off is for the cloud 'openstack'; with 'local' a node that is off is no"
                  + " process"),
          meaning(
              "address on local",
              """
              rack: lab
              nodes: 1
              boot: { address: 192.0.2.1 }
              """,
              "3:18: address is for the cloud 'openstack'; with 'local' nodes reach it at the"
                  + " gateway of their network"),
          meaning(
              "port on local",
              """
              rack: lab
              nodes: 1
              boot: { port: 8088 }
              """,
              "3:15: port is for the cloud 'openstack'; with 'local' nodes reach it at the usual"
                  + " ports"),
          meaning(
              "placement on local",
              """
              rack: lab
              nodes: 1
              bmc: { placement: vm }
              """,
              "3:19: the service of a rack on 'local' runs here; remove placement"),
          meaning(
              "boot method of OpenStack on local",
              """
              rack: lab
              nodes: 1
              boot: { method: rescue }
              """,
              "3:17: the method 'rescue' is for the cloud 'openstack'; with 'local' it is auto or"
                  + " native"),
          meaning(
              "outward on OpenStack",
              """
              rack: lab
              cloud: openstack
              networks: [{ name: a, cidr: 10.0.0.0/24, outward: true }]
              nodes: 1
              """,
              "3:51: outward is for the cloud 'local'; with 'openstack' a router leads out:"
                  + " router: NAME"),
          meaning(
              "network-boot on OpenStack",
              """
              rack: lab
              cloud: openstack
              nodes: [{ firmware: uefi, network-boot: pxe }]
              """,
              "3:41: network-boot is for the cloud 'local'; with 'openstack' iPXE speaks first"),
          meaning(
              "uuid on OpenStack",
              """
              rack: lab
              cloud: openstack
              nodes: [{ uuid: 6f1c2a9e-3b7d-4c58-9a10-2e5d8f7b4c61 }]
              """,
              "3:17: uuid is for the cloud 'local'; with 'openstack' a node has the id of its"
                  + " server"),
          meaning(
              "boot method of local on OpenStack",
              """
              rack: lab
              cloud: openstack
              nodes: [{ method: native }]
              """,
              "3:19: a server of Nova has no boot order to set; the methods there are auto,"
                  + " script, rescue, rebuild"),
          meaning(
              "metadata silenced on OpenStack",
              """
              rack: lab
              cloud: openstack
              networks: [{ name: a, cidr: 10.0.0.0/24, metadata: none }]
              nodes: 1
              """,
              "3:52: a project cannot silence its cloud's metadata service; write cloud, or"
                  + " {installer: ADDRESS}"),
          shape(
              "two clouds",
              """
              rack: lab
              cloud: { local: {}, openstack: {} }
              nodes: 1
              """,
              "2:8: a rack is on one cloud; remove 'local' or 'openstack'"),
          shape(
              "key of a cloud not known",
              """
              rack: lab
              cloud: { openstack: { name: mycloud } }
              nodes: 1
              """,
              "2:23: unknown key 'name'; known here: cloud, region, availability-zone,"
                  + " image-prefix"),
          shape(
              "image prefix that is no name",
              """
              rack: lab
              cloud: { openstack: { image-prefix: A_B } }
              nodes: 1
              """,
              "2:37: image-prefix 'A_B' is not a name; it has 1 to 32 of a-z, 0-9 and '-', and no"
                  + " '-' at either end"),
          shape(
              "cloud name empty",
              """
              rack: lab
              cloud: { openstack: { cloud: "" } }
              nodes: 1
              """,
              "2:30: cloud '' is not a name in a cloud; it has 1 to 255 characters and no space at"
                  + " either end"));

  private BrokenClouds() {}
}
