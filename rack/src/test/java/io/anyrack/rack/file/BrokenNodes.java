package io.anyrack.rack.file;

import static io.anyrack.rack.file.Broken.meaning;
import static io.anyrack.rack.file.Broken.shape;

import java.util.List;

/** What can be wrong with the nodes of a rack. */
final class BrokenNodes {
  static final List<Broken> FILES =
      List.of(
          shape(
              "no nodes wanted",
              """
              rack: lab
              nodes: 0
              """,
              "2:8: nodes is 0; it can be 1 to 1000"),
          shape(
              "too many nodes",
              """
              rack: lab
              nodes: 1001
              """,
              "2:8: nodes is 1001; it can be 1 to 1000"),
          shape(
              "nodes is text",
              """
              rack: lab
              nodes: three
              """,
              "2:8: nodes is the text 'three'; it has to be a whole number from 1 to 1000"),
          shape(
              "nodes is a mapping",
              """
              rack: lab
              nodes: { role: control, count: 3 }
              """,
              "2:8: nodes is a mapping; it has to be a number, or a list of roles such as - {role:"
                  + " control, count: 3}"),
          shape(
              "nodes is an empty list",
              """
              rack: lab
              nodes: []
              """,
              "2:8: nodes is an empty list; a rack has at least one node"),
          shape(
              "node key misspelt",
              """
              rack: lab
              nodes:
                - { role: control, counts: 3 }
              """,
              "3:22: unknown key 'counts'; did you mean 'count'?"),
          meaning(
              "role twice gives the same names",
              """
              rack: lab
              nodes:
                - { role: control, count: 2 }
                - { role: control, count: 1 }
              """,
              "4:13: node 'control-1' is used twice; it is already in line 3, use another"),
          meaning(
              "node name twice",
              """
              rack: lab
              nodes:
                - { name: a }
                - { name: a }
              """,
              "4:13: node 'a' is used twice; it is already in line 3, use another"),
          meaning(
              "node name that a role has already",
              """
              rack: lab
              nodes:
                - { role: control, count: 2 }
                - { name: control-2 }
              """,
              "4:13: node 'control-2' is used twice; it is already in line 3, use another"),
          shape(
              "node name with an underscore",
              """
              rack: lab
              nodes:
                - { name: node_1 }
              """,
              "3:13: name 'node_1' is not a name; it has 1 to 63 of a-z, 0-9 and '-', and no '-' at"
                  + " either end"),
          shape(
              "name and count",
              """
              rack: lab
              nodes:
                - { name: a, count: 2 }
              """,
              "3:23: a node with a name is one node; remove 'count', or 'name'"),
          shape(
              "count below zero",
              """
              rack: lab
              nodes:
                - { role: control, count: -1 }
              """,
              "3:29: count is -1; it can be 0 to 1000"),
          shape(
              "no cpu",
              """
              rack: lab
              nodes:
                - { cpus: 0 }
              """,
              "3:13: cpus is 0; it can be 1 to 255"),
          shape(
              "too many cpus",
              """
              rack: lab
              nodes:
                - { cpus: 256 }
              """,
              "3:13: cpus is 256; it can be 1 to 255"),
          shape(
              "half a cpu",
              """
              rack: lab
              nodes:
                - { cpus: 0.5 }
              """,
              "3:13: cpus is the number 0.5; it has to be a whole number from 1 to 255"),
          shape(
              "memory without a unit",
              """
              rack: lab
              nodes:
                - { memory: 4096 }
              """,
              "3:15: memory: '4096' has no unit; write 4096MiB, or use GiB or TiB"),
          shape(
              "memory with a decimal unit",
              """
              rack: lab
              nodes:
                - { memory: 8GB }
              """,
              "3:15: memory: the unit 'GB' is not known; write 8GiB"),
          shape(
              "memory with a fraction",
              """
              rack: lab
              nodes:
                - { memory: 1.5GiB }
              """,
              "3:15: memory: '1.5GiB' is not a size; write a whole number and a unit, such as"
                  + " 8GiB"),
          meaning(
              "memory too small to boot",
              """
              rack: lab
              nodes:
                - { memory: 16MiB }
              """,
              "3:15: memory is 16MiB; it can be 64MiB to 4TiB"),
          meaning(
              "disk of no size",
              """
              rack: lab
              nodes:
                - { disk: 0GiB }
              """,
              "3:13: disk is 0MiB; it can be 1MiB to 64TiB"),
          meaning(
              "disk too large",
              """
              rack: lab
              nodes:
                - { disk: 65TiB }
              """,
              "3:13: disk is 65TiB; it can be 1MiB to 64TiB"),
          shape(
              "firmware not known",
              """
              rack: lab
              nodes:
                - { firmware: efi }
              """,
              "3:17: firmware cannot be 'efi'; did you mean 'uefi'?"),
          meaning(
              "network-boot that only UEFI has",
              """
              rack: lab
              nodes:
                - { network-boot: http }
              """,
              "3:21: network-boot 'http' needs firmware: uefi; with bios it is 'ipxe'"),
          meaning(
              "unknown network",
              """
              rack: lab
              nodes:
                - { networks: [provison] }
              """,
              "3:18: unknown network 'provison'; did you mean 'provision'?"),
          meaning(
              "unknown network, nothing near",
              """
              rack: lab
              nodes:
                - { networks: [storage] }
              """,
              "3:18: unknown network 'storage'; known here: provision"),
          shape(
              "networks of a node is a word",
              """
              rack: lab
              nodes:
                - { networks: provision }
              """,
              "3:17: networks is the text 'provision'; it has to be a list"),
          shape(
              "port without its network",
              """
              rack: lab
              nodes:
                - networks:
                    - { mac: "00:16:3e:00:00:01" }
              """,
              "4:9: port has no 'name'; add it, an example: name: provision"),
          shape(
              "mac too short",
              """
              rack: lab
              nodes:
                - networks:
                    - { name: provision, mac: "00:16:3e:00:01" }
              """,
              "4:33: mac: not a MAC address: 00:16:3e:00:01; an example: 00:16:3e:0a:0b:0c"),
          meaning(
              "mac of a group",
              """
              rack: lab
              nodes:
                - networks:
                    - { name: provision, mac: "01:16:3e:00:00:01" }
              """,
              "4:33: mac 01:16:3e:00:00:01 cannot be the address of a port; take one whose first"
                  + " octet is even, such as 00:16:3e:0a:0b:0c"),
          meaning(
              "mac twice",
              """
              rack: lab
              nodes:
                - name: a
                  networks: [{ name: provision, mac: "00:16:3e:00:00:01" }]
                - name: b
                  networks: [{ name: provision, mac: "00-16-3E-00-00-01" }]
              """,
              "6:40: mac '00:16:3e:00:00:01' is used twice; it is already in line 4, use another"),
          meaning(
              "mac for several nodes",
              """
              rack: lab
              nodes:
                - count: 2
                  networks: [{ name: provision, mac: "00:16:3e:00:00:01" }]
              """,
              "4:40: mac can be of one node only; give the node a 'name' and an entry of its own"),
          meaning(
              "address outside its network",
              """
              rack: lab
              nodes:
                - networks: [{ name: provision, address: 198.51.100.7 }]
              """,
              "3:44: address 198.51.100.7 is outside the network 192.0.2.0/24; it can be 192.0.2.1"
                  + " to 192.0.2.254"),
          meaning(
              "address of the gateway",
              """
              rack: lab
              nodes:
                - networks: [{ name: provision, address: 192.0.2.1 }]
              """,
              "3:44: address 192.0.2.1 is the gateway of 'provision'; take another"),
          meaning(
              "address of the network",
              """
              rack: lab
              nodes:
                - networks: [{ name: provision, address: 192.0.2.0 }]
              """,
              "3:44: address 192.0.2.0 is the network address of 192.0.2.0/24; it can be 192.0.2.1"
                  + " to 192.0.2.254"),
          meaning(
              "address of the broadcast",
              """
              rack: lab
              nodes:
                - networks: [{ name: provision, address: 192.0.2.255 }]
              """,
              "3:44: address 192.0.2.255 is the broadcast address of 192.0.2.0/24; it can be"
                  + " 192.0.2.1 to 192.0.2.254"),
          meaning(
              "address twice",
              """
              rack: lab
              nodes:
                - name: a
                  networks: [{ name: provision, address: 192.0.2.10 }]
                - name: b
                  networks: [{ name: provision, address: 192.0.2.10 }]
              """,
              "6:44: address '192.0.2.10' is used twice; it is already in line 4, use another"),
          meaning(
              "address with a leading zero",
              """
              rack: lab
              nodes:
                - networks: [{ name: provision, address: 192.0.2.010 }]
              """,
              "3:44: address: not an IPv4 address: 192.0.2.010; an example: 192.0.2.10"),
          shape(
              "allowed pair that is no address",
              """
              rack: lab
              nodes:
                - networks: [{ name: provision, allowed-pairs: [vip] }]
              """,
              "3:51: allowed pair: not an IPv4 address: vip; an example: 192.0.2.240 or"
                  + " 10.0.0.0/24"),
          meaning(
              "allowed pair with host bits",
              """
              rack: lab
              nodes:
                - networks: [{ name: provision, allowed-pairs: [10.0.0.1/24] }]
              """,
              "3:51: allowed pair: 10.0.0.1/24 has host bits set; the network is 10.0.0.0/24"),
          shape(
              "allowed pair without an address",
              """
              rack: lab
              nodes:
                - networks: [{ name: provision, allowed-pairs: [{ mac: "00:16:3e:00:00:01" }] }]
              """,
              "3:51: allowed pair has no 'address'; add it, an example: address: 192.0.2.240"),
          shape(
              "DHCP option with a number too large",
              """
              rack: lab
              nodes:
                - networks: [{ name: provision, dhcp-options: { 256: x } }]
              """,
              "3:51: '256' is no DHCP option that a file can set; write a number such as 42, or a"
                  + " name such as bootfile-name"),
          meaning(
              "DHCP option that the server sets itself",
              """
              rack: lab
              nodes:
                - networks: [{ name: provision, dhcp-options: { 53: 5 } }]
              """,
              "3:51: '53' is no DHCP option that a file can set; write a number such as 42, or a"
                  + " name such as bootfile-name"),
          meaning(
              "DHCPv6 where nobody answers it",
              """
              rack: lab
              nodes:
                - networks: [{ name: provision, dhcp-options: { "option6:bootfile-url": x } }]
              """,
              "3:51: 'option6:bootfile-url' is for the cloud 'openstack'; with 'local' nobody"
                  + " answers DHCPv6, tell IPv4's option"),
          shape(
              "DHCP option with a tag nobody knows",
              """
              rack: lab
              nodes:
                - networks: [{ name: provision, dhcp-options: { "tag:pxe,67": x } }]
              """,
              "3:51: 'tag:pxe,67' is no DHCP option that a file can set; write a number such as 42,"
                  + " or a name such as bootfile-name"),
          meaning(
              "DHCP option spelt wrong",
              """
              rack: lab
              nodes:
                - networks: [{ name: provision, dhcp-options: { "tag:ipxe,bootfile-nmae": x } }]
              """,
              "3:51: 'tag:ipxe,bootfile-nmae' is no DHCP option that a file can set; did you mean"
                  + " 'bootfile-name'?"),
          meaning(
              "DHCP option with a name nobody knows",
              """
              rack: lab
              nodes:
                - networks: [{ name: provision, dhcp-options: { next: x } }]
              """,
              "3:51: 'next' is no DHCP option that a file can set; write a number such as 42, or a"
                  + " name such as bootfile-name"),
          meaning(
              "DHCP option that is a number too large",
              """
              rack: lab
              nodes:
                - networks: [{ name: provision, dhcp-options: { mtu: 65536 } }]
              """,
              "3:56: mtu: not a number from 0 to 65535: 65536; an example: 1400"),
          meaning(
              "DHCP option that is half an address",
              """
              rack: lab
              nodes:
                - networks: [{ name: provision, dhcp-options: { 6: 192.0.2 } }]
              """,
              "3:54: 6: not an IPv4 address: 192.0.2; an example: 192.0.2.1,192.0.2.2"),
          meaning(
              "DHCP option for iPXE that is no number",
              """
              rack: lab
              nodes:
                - networks: [{ name: provision, dhcp-options: { "tag:ipxe,T1": long } }]
              """,
              "3:66: tag:ipxe,T1: not a number from 0 to 4294967295: long; an example: 3600"),
          meaning(
              "DHCP option that is a route without a router",
              """
              rack: lab
              nodes:
                - networks: [{ name: provision, dhcp-options: { 121: 10.0.0.0/8 } }]
              """,
              "3:56: 121: a route is a network and a router: 10.0.0.0/8; an example:"
                  + " 10.0.0.0/8,192.0.2.1,0.0.0.0/0,192.0.2.254"),
          meaning(
              "DHCP option of half an octet",
              """
              rack: lab
              nodes:
                - networks: [{ name: provision, dhcp-options: { 224: 0x123 } }]
              """,
              "3:56: 224: not octets of two hexadecimal digits each: 123; an example: 0x0a0b0c"),
          shape(
              "DHCP option that is a list",
              """
              rack: lab
              nodes:
                - networks: [{ name: provision, dhcp-options: { ntp-server: [a] } }]
              """,
              "3:63: ntp-server is a list; it has to be text"),
          meaning(
              "DHCP option that would steer the terminal",
              """
              rack: lab
              nodes:
                - networks: [{ name: provision, dhcp-options: { 12: "a\\e[31m" } }]
              """,
              "3:55: the value of DHCP option '12' is not one line of at most 255 characters; write"
                  + " other octets as 0x0a0b0c"),
          shape(
              "serial that is a number",
              """
              rack: lab
              nodes:
                - { identity: { serial: 123456 } }
              """,
              "3:27: serial is the number 123456; it has to be text: put it in quotes"),
          meaning(
              "serial for several nodes",
              """
              rack: lab
              nodes:
                - { count: 2, identity: { serial: S1 } }
              """,
              "3:37: serial can be of one node only; give the node a 'name' and an entry of its"
                  + " own"),
          shape(
              "identity with characters SMBIOS cannot hold",
              """
              rack: lab
              nodes:
                - { identity: { product: Knöten } }
              """,
              "3:28: product is not what SMBIOS can hold; it has 1 to 128 printable ASCII"
                  + " characters and no space at either end"),
          shape(
              "uuid without hyphens",
              """
              rack: lab
              nodes:
                - { uuid: 6f1c2a9e3b7d4c589a102e5d8f7b4c61 }
              """,
              "3:13: uuid: '6f1c2a9e3b7d4c589a102e5d8f7b4c61' is not a UUID; an example:"
                  + " 6f1c2a9e-3b7d-4c58-9a10-2e5d8f7b4c61"),
          meaning(
              "uuid twice",
              """
              rack: lab
              nodes:
                - { name: a, uuid: 6f1c2a9e-3b7d-4c58-9a10-2e5d8f7b4c61 }
                - { name: b, uuid: 6F1C2A9E-3b7d-4c58-9a10-2e5d8f7b4c61 }
              """,
              "4:22: uuid '6f1c2a9e-3b7d-4c58-9a10-2e5d8f7b4c61' is used twice; it is already in"
                  + " line 3, use another"),
          meaning(
              "image that is not there",
              """
              rack: lab
              nodes:
                - { image: fedora.qcow2 }
              """,
              "3:14: image: there is no readable file /racks/lab/fedora.qcow2; paths start at the"
                  + " rack file's directory"),
          meaning(
              "image without a disk",
              """
              rack: lab
              nodes:
                - { image: debian.qcow2, disk: none }
              """,
              "3:14: an image needs a disk to be on; give the node a disk, such as disk: 8GiB"),
          meaning(
              "user-data that is not there",
              """
              rack: lab
              nodes:
                - { user-data: nothing.yaml }
              """,
              "3:18: user-data: there is no readable file /racks/lab/nothing.yaml; paths start at"
                  + " the rack file's directory"));

  private BrokenNodes() {}
}
