package io.anyrack.rack.file;

import java.util.List;

/** Good files of racks on OpenStack. */
final class GoodOpenstack {
  static final List<Good> FILES =
      List.of(
          new Good(
              "the shortest on OpenStack",
              """
              rack: lab
              cloud: openstack
              nodes: 2
              """),
          new Good(
              "every setting of an OpenStack",
              """
              rack: lab
              cloud:
                openstack:
                  cloud: mycloud
                  region: RegionOne
                  availability-zone: nova
                  image-prefix: lab-images
              nodes: 1
              """),
          new Good(
              "every key of a network on OpenStack",
              """
              rack: lab
              cloud: openstack
              networks:
                - name: provision
                  cidr: 192.0.2.0/24
                  gateway: 192.0.2.254
                  dhcp: cloud
                  guard: exact
                  mtu: 1400
                  pool: 192.0.2.30-192.0.2.99
                  metadata: { installer: 192.0.2.240 }
                  dns: 192.0.2.53
                  router: edge
                  host-routes: { 10.1.0.0/16: 192.0.2.253, 10.2.0.0/16: 192.0.2.252 }
                  ipv6: { cidr: "fd00:12::/64", mode: slaac }
                - { name: six, cidr: 10.0.1.0/24, ipv6: { cidr: "2001:db8:0:1:2::/80", mode: dhcpv6 } }
                - { name: own, cidr: 10.0.2.0/24, ipv6: { cidr: "fd00:13::/64", mode: installer } }
                - { name: Private Net, cidr: 10.20.0.0/24, existing: true, gateway: 10.20.0.1, mtu: auto }
              routers: [inner, { name: edge, external: external }]
              nodes: 1
              """),
          new Good(
              "every key of a node on OpenStack",
              """
              rack: lab
              cloud: openstack
              nodes:
                - name: control-a
                  flavor: t1.small
                  disk: 60GiB
                  storage: volume
                  volumes: [10GiB, { size: 1TiB, type: fast }]
                  method: rescue
                  firmware: uefi
                  identity: { manufacturer: "Acme, Inc." }
                - { role: app, image: guest, user-data: app.yaml, storage: local, method: auto }
                - { role: ram, count: 2, disk: none, method: rebuild }
              """),
          new Good(
              "servers beside the nodes",
              """
              rack: lab
              cloud: openstack
              nodes: 1
              servers:
                - name: jump
                - name: relay
                  image: guest
                  flavor: t1.tiny
                  disk: 10GiB
                  user: admin
                  keypair: me
                  security-groups: [ssh, "icmp and more"]
                  networks:
                    - { cloud-network: private, address: 10.20.0.9 }
                    - { name: provision, address: 192.0.2.9, mac: 00:16:3e:0a:0b:0c, guard: off }
                    - provision
                  floating-ip: 198.51.100.77
                  user-data: app.yaml
                - { name: web, image: ubuntu-24.04, security-groups: web, floating-ip: auto }
                - { name: far, networks: [{ cloud-network: private }], floating-ip: { network: external } }
              """),
          new Good(
              "an installer that runs the service",
              """
              rack: lab
              cloud: openstack
              networks: [{ name: provision, cidr: 192.0.2.0/24, router: router }]
              nodes: 2
              installer: { use: none, image: CentOS-9, flavor: m1.xlarge, disk: 100GiB }
              bmc: { placement: installer }
              boot: { method: rescue }
              """),
          new Good(
              "a BMC address per node on a server of its own",
              """
              rack: lab
              cloud: openstack
              networks: [{ name: provision, cidr: 192.0.2.0/24 }, { name: oob, cidr: 10.0.0.0/24 }]
              nodes: [{ role: node, count: 20, networks: [provision] }]
              bmc:
                placement: { vm: { image: guest, flavor: t1.small, networks: [oob] } }
                address: per-node
                credentials: { user: admin, password: !secret BMC_PASSWORD }
                power-off: shelve
              """),
          new Good(
              "BMC addresses in a network outside of the rack",
              """
              rack: lab
              cloud: openstack
              nodes: 3
              bmc:
                placement: { vm: { networks: [{ cloud-network: private }] } }
                address: per-node
                ip: 10.20.0.100
                port: 6230
              """),
          new Good(
              "the service here, for others",
              """
              rack: lab
              cloud: openstack
              nodes: 2
              bmc: { placement: here, ip: 0.0.0.0, port: 6230, power-off: stop }
              boot: { method: script, address: 198.51.100.1, port: 8088, script: boot.ipxe }
              """));

  private GoodOpenstack() {}
}
