package io.anyrack.rack.file;

import java.util.List;

/** Good files of racks on this machine. */
final class GoodLocal {
  static final List<Good> FILES =
      List.of(
          new Good(
              "the shortest",
              """
              rack: lab
              nodes: 3
              """),
          new Good(
              "the cloud named",
              """
              rack: lab
              cloud: local
              nodes: 3
              """),
          new Good(
              "the cloud with settings",
              """
              rack: lab
              cloud: { local: { accelerator: tcg, disk-cache: unsafe } }
              nodes: 1
              """),
          new Good(
              "address sync",
              """
              rack: lab
              nodes: [{ role: control, count: 2 }, { role: compute }]
              sync:
                sources:
                  - static: list.yaml
                  - dnsmasq-hosts: /var/lib/neutron/dhcp
                  - dnsmasq-leases: leases
                  - neutron: undercloud
                  - observed: 192.0.2.200/29
                vip-roles: [control]
              """),
          new Good(
              "phases of an installation",
              """
              rack: lab
              nodes: 1
              boot:
                script: http://192.0.2.240/boot.ipxe
                phases:
                  inspect: { bootfile-name: "http://192.0.2.240:8088/inspector.ipxe", 150: 192.0.2.240 }
                  deploy:
                    "tag:ipxe,bootfile-name": http://192.0.2.240:8088/boot.ipxe
                    "tag:!ipxe,bootfile-name": undionly.kpxe
                    tftp-server: 192.0.2.240
                    server-ip-address: 192.0.2.240
              """),
          new Good(
              "every key of a network",
              """
              rack: lab
              networks:
                - name: provision
                  cidr: 10.20.0.0/16
                  gateway: 10.20.255.254
                  dhcp: installer
                  guard: subnet
                  mtu: 9000
                  pool: 10.20.1.0-10.20.1.255
                  metadata: { installer: 10.20.0.240 }
                  outward: true
                  dns: [10.20.0.53, 192.0.2.53]
                - { name: internal, cidr: 172.17.0.0/24, dhcp: none, metadata: none, dns: 192.0.2.53 }
                - { name: storage, cidr: 172.18.0.0/30, dhcp: auto, guard: auto, mtu: auto }
              nodes: 1
              """),
          new Good(
              "every key of a node",
              """
              rack: lab
              networks:
                - { name: provision, cidr: 192.0.2.0/24 }
                - { name: internal, cidr: 172.17.0.0/24 }
              nodes:
                - name: control-a
                  role: control
                  count: 1
                  cpus: 4
                  memory: 8GiB
                  disk: 60GiB
                  firmware: uefi
                  network-boot: http
                  networks:
                    - internal
                    - name: provision
                      mac: 00:16:3e:0a:0b:0c
                      address: 192.0.2.10
                      guard: off
                      allowed-pairs:
                        - 192.0.2.240
                        - 10.0.0.0/24
                        - { address: 192.0.2.241, mac: "00:00:5e:00:01:01" }
                      dhcp-options: { bootfile-name: "http://192.0.2.1/x", 42: 192.0.2.1, 26: 1400 }
                    - provision
                  identity: { manufacturer: "Acme, Inc.", product: VNode 2, serial: "00042" }
                  uuid: 6f1c2a9e-3b7d-4c58-9a10-2e5d8f7b4c61
                  image: debian.qcow2
                  user-data: app.yaml
              """),
          new Good(
              "DHCP options as Ironic writes them",
              """
              rack: lab
              nodes:
                - networks:
                    - name: provision
                      dhcp-options:
                        tag:ipxe,bootfile-name: boot.ipxe
                        tag:!ipxe,67: snponly.efi
                        option:server-ip-address: 192.0.2.1
                        255: 192.0.2.1
                        T1: 0x0000003c
                        router: ""
              """),
          new Good(
              "roles, scaled to nothing too",
              """
              rack: lab
              nodes:
                - { role: control, count: 3 }
                - { role: compute, count: 0 }
                - { name: spare, disk: none }
                - count: 2
              """),
          new Good(
              "a BMC address per node, credentials given",
              """
              rack: lab
              nodes: 3
              bmc:
                address: per-node
                ip: 127.7.0.1
                port: 6623
                credentials: { user: admin, password: !secret BMC_PASSWORD }
                soft-off-after: 60s
              """),
          new Good(
              "redfish in the clear on fixed ports",
              """
              rack: lab
              nodes: 2
              bmc: { redfish: { port: 8000, tls: false } }
              """),
          new Good(
              "redfish without deprecated links and with given images",
              """
              rack: lab
              nodes: 2
              bmc: { redfish: { deprecated: false, images: ["http://192.0.2.1/installer.iso"] } }
              """),
          new Good(
              "no redfish",
              """
              rack: lab
              nodes: 2
              bmc: { redfish: off }
              """),
          new Good(
              "boot a script and serve a directory",
              """
              rack: lab
              nodes: 1
              boot: { script: ./boot.ipxe, serve: www }
              """),
          new Good(
              "boot a kernel, chain to a URL",
              """
              rack: lab
              nodes: 1
              boot:
                script: http://192.0.2.1/${mac}.ipxe
                kernel: vmlinuz
                initrd: [initrd.img, extra.img]
                cmdline: console=ttyS0 "quoted" # : {}
              """),
          new Good(
              "anchors and aliases",
              """
              rack: lab
              nodes:
                - { role: a, networks: &both [provision, provision] }
                - { role: b, networks: *both }
              """),
          new Good(
              "names that YAML 1.1 took for something else",
              """
              rack: on
              networks: [{ name: "1e3", cidr: 10.0.0.0/24 }, { name: no, cidr: 10.0.1.0/24 }]
              nodes: [{ name: "123" }, { name: "true" }, { name: y, networks: ["1e3"] }]
              """));

  private GoodLocal() {}
}
