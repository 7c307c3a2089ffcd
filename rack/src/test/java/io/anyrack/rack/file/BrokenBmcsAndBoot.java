package io.anyrack.rack.file;

import static io.anyrack.rack.file.Broken.meaning;
import static io.anyrack.rack.file.Broken.shape;

import java.util.List;

/** What can be wrong with the BMCs and the boot content of a rack. */
final class BrokenBmcsAndBoot {
  static final List<Broken> FILES =
      List.of(
          shape(
              "bmc is a word",
              """
              rack: lab
              nodes: 3
              bmc: per-port
              """,
              "3:6: bmc is the text 'per-port'; it has to be a mapping of keys to values"),
          shape(
              "bmc addressing not known",
              """
              rack: lab
              nodes: 3
              bmc: { address: per-nod }
              """,
              "3:17: address cannot be 'per-nod'; did you mean 'per-node'?"),
          shape(
              "sync without sources",
              """
              rack: lab
              nodes: 3
              sync: { vip-roles: node }
              """,
              "3:7: sync has no 'sources'; add it, an example: sources: [{static: list.yaml}]"),
          shape(
              "a source of two kinds",
              """
              rack: lab
              nodes: 3
              sync: { sources: [{ static: list.yaml, neutron: undercloud }] }
              """,
              "3:19: a source has 2 kinds; it has one, an example: {static: list.yaml}"),
          shape(
              "no source",
              """
              rack: lab
              nodes: 3
              sync: { sources: [] }
              """,
              "3:18: sources are 0; a rack has 1 to 16"),
          meaning(
              "observing in no network",
              """
              rack: lab
              nodes: 3
              sync: { sources: [{ observed: here }] }
              """,
              "3:31: observed: not an IPv4 address: here; an example: 192.0.2.0/28"),
          meaning(
              "VIPs for nobody",
              """
              rack: lab
              nodes: 3
              sync: { sources: [{ static: list.yaml }], vip-roles: control }
              """,
              "3:54: no node has the role 'control'; known here: node"),
          shape(
              "redfish neither off nor a mapping",
              """
              rack: lab
              nodes: 3
              bmc: { redfish: 8443 }
              """,
              "3:17: redfish is the number 8443; it has to be off"),
          shape(
              "redfish with a word for its port",
              """
              rack: lab
              nodes: 3
              bmc: { redfish: { port: https } }
              """,
              "3:25: port is the text 'https'; it has to be a whole number from 0 to 65535"),
          shape(
              "an image that is no URL",
              """
              rack: lab
              nodes: 3
              bmc: { redfish: { images: [/a.iso] } }
              """,
              "3:28: images: '/a.iso' is not a URL of an image; it starts with http:// or"
                  + " https://"),
          meaning(
              "redfish without a port for each node",
              """
              rack: lab
              nodes: 3
              bmc: { redfish: { port: 65533 } }
              """,
              "3:25: from port 65533 on there are not 4 ports, one for all nodes and one for each;"
                  + " take a lower one, or 0"),
          meaning(
              "bmc on an address others can reach",
              """
              rack: lab
              nodes: 3
              bmc: { ip: 0.0.0.0 }
              """,
              "3:12: ip 0.0.0.0 is not an address of this machine alone; take one of 127.0.0.1 to"
                  + " 127.255.255.254"),
          meaning(
              "bmc address too high for the nodes",
              """
              rack: lab
              nodes: 3
              bmc: { address: per-node, ip: 127.255.255.253 }
              """,
              "3:31: from ip 127.255.255.253 on there are not 3 addresses in 127.0.0.0/8; take a"
                  + " lower one"),
          shape(
              "bmc port out of range",
              """
              rack: lab
              nodes: 3
              bmc: { port: 65536 }
              """,
              "3:14: port is 65536; it can be 0 to 65535"),
          meaning(
              "bmc ports run out",
              """
              rack: lab
              nodes: 3
              bmc: { port: 65534 }
              """,
              "3:14: from port 65534 on there are not 3 ports; take a lower one, or 0"),
          meaning(
              "bmc port of the kernel for addresses per node",
              """
              rack: lab
              nodes: 3
              bmc: { address: per-node, port: 0 }
              """,
              "3:33: port 0 gives each BMC a port of its own; with address: per-node take one for"
                  + " all, such as 6230"),
          shape(
              "credentials not known",
              """
              rack: lab
              nodes: 3
              bmc: { credentials: generate }
              """,
              "3:21: credentials cannot be 'generate'; did you mean 'generated'?"),
          shape(
              "credentials without a password",
              """
              rack: lab
              nodes: 3
              bmc: { credentials: { user: admin } }
              """,
              "3:21: credentials has no 'password'; add it, an example: password: !secret"
                  + " BMC_PASSWORD"),
          meaning(
              "password in the file is not repeated",
              """
              rack: lab
              nodes: 3
              bmc: { credentials: { user: admin, password: hunter2 } }
              """,
              "3:46: password does not belong into the file; write password: !secret NAME and set"
                  + " NAME in the environment"),
          meaning(
              "secret missing",
              """
              rack: lab
              nodes: 3
              bmc: { credentials: { user: admin, password: !secret NOT_SET } }
              """,
              "3:46: the secret NOT_SET is missing; set NOT_SET in the environment"),
          meaning(
              "secret without a name",
              """
              rack: lab
              nodes: 3
              bmc: { credentials: { user: admin, password: !secret "" } }
              """,
              "3:46: password: '' is not the name of a secret; an example: BMC_PASSWORD"),
          meaning(
              "password too long for IPMI",
              """
              rack: lab
              nodes: 3
              bmc: { credentials: { user: admin, password: !secret LONG } }
              """,
              "3:46: the secret LONG has 21 bytes; an IPMI password has 1 to 20"),
          meaning(
              "password empty",
              """
              rack: lab
              nodes: 3
              bmc: { credentials: { user: admin, password: !secret EMPTY } }
              """,
              "3:46: the secret EMPTY has 0 bytes; an IPMI password has 1 to 20"),
          shape(
              "user too long for IPMI",
              """
              rack: lab
              nodes: 3
              bmc: { credentials: { user: administrator-x17, password: !secret BMC_PASSWORD } }
              """,
              "3:29: user 'administrator-x17' is not one IPMI can have; it has 1 to 16 ASCII"
                  + " characters and no space"),
          shape(
              "soft-off-after without a unit",
              """
              rack: lab
              nodes: 3
              bmc: { soft-off-after: 60 }
              """,
              "3:24: soft-off-after: '60' is not a duration; write a whole number and s, m or h,"
                  + " such as 60s"),
          meaning(
              "soft-off-after of no time",
              """
              rack: lab
              nodes: 3
              bmc: { soft-off-after: 0s }
              """,
              "3:24: soft-off-after is 0s; it can be 1s to 24h, or never"),
          meaning(
              "soft-off-after too long",
              """
              rack: lab
              nodes: 3
              bmc: { soft-off-after: 25h }
              """,
              "3:24: soft-off-after is 25h; it can be 1s to 24h, or never"),
          meaning(
              "script that is not there",
              """
              rack: lab
              nodes: 3
              boot: { script: other.ipxe }
              """,
              "3:17: script: there is no readable file /racks/lab/other.ipxe; paths start at the"
                  + " rack file's directory"),
          meaning(
              "script of a scheme iPXE does not load",
              """
              rack: lab
              nodes: 3
              boot: { script: "ssh://host/x" }
              """,
              "3:17: script 'ssh://host/x' is not a URL that iPXE can load; it starts with http://,"
                  + " https:// or tftp://"),
          meaning(
              "kernel that is not there",
              """
              rack: lab
              nodes: 3
              boot: { kernel: linux }
              """,
              "3:17: kernel: there is no readable file /racks/lab/linux; paths start at the rack"
                  + " file's directory"),
          meaning(
              "initrd that is not there",
              """
              rack: lab
              nodes: 3
              boot: { kernel: vmlinuz, initrd: [initrd.img, more.img] }
              """,
              "3:47: initrd: there is no readable file /racks/lab/more.img; paths start at the rack"
                  + " file's directory"),
          shape(
              "initrd without a kernel",
              """
              rack: lab
              nodes: 3
              boot: { initrd: initrd.img }
              """,
              "3:17: initrd is for a kernel; add kernel: FILE"),
          shape(
              "cmdline without a kernel",
              """
              rack: lab
              nodes: 3
              boot: { cmdline: quiet }
              """,
              "3:18: cmdline is for a kernel; add kernel: FILE"),
          meaning(
              "cmdline of two lines",
              """
              rack: lab
              nodes: 3
              boot: { kernel: vmlinuz, cmdline: "a\\nb" }
              """,
              "3:35: cmdline is not one line; Linux takes one of at most 2047 characters"),
          meaning(
              "served directory that is a file",
              """
              rack: lab
              nodes: 3
              boot: { serve: vmlinuz }
              """,
              "3:16: serve: there is no readable directory /racks/lab/vmlinuz; paths start at the"
                  + " rack file's directory"),
          meaning(
              "path with a line break",
              """
              rack: lab
              nodes: 3
              boot: { kernel: "vm\\nlinuz" }
              """,
              "3:17: kernel is the text 'vm�linuz'; it has to be a path without control"
                  + " characters"),
          shape(
              "path that is empty",
              """
              rack: lab
              nodes: 3
              boot: { kernel: "" }
              """,
              "3:17: kernel is the text ''; it has to be a path without control characters"),
          shape(
              "path that is a list",
              """
              rack: lab
              nodes: 3
              boot: { kernel: [vmlinuz] }
              """,
              "3:17: kernel is a list; it has to be text"));

  private BrokenBmcsAndBoot() {}
}
