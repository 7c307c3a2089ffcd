package io.anyrack.rack.file;

import static io.anyrack.rack.file.Broken.meaning;
import static io.anyrack.rack.file.Broken.shape;

import java.util.List;

/** Files that are not the YAML they should be, and what every section has in common. */
final class BrokenDocuments {
  static final List<Broken> FILES =
      List.of(
          meaning(
              "empty file",
              """
              # nothing
              """,
              "1:1: the file is empty; a rack needs at least 'rack' and 'nodes'"),
          shape(
              "a list",
              """
              - rack: lab
              """,
              "1:1: the file is a list; it has to be a mapping of keys to values"),
          shape(
              "a word",
              """
              lab
              """,
              "1:1: the file is the text 'lab'; it has to be a mapping of keys to values"),
          meaning(
              "a tab as indentation",
              """
              rack: lab
              nodes:
              \t- {count: 1}
              """,
              "3:1: not YAML: found character 'TAB' that cannot start any token. (Do not use TAB"
                  + " for indentation)"),
          meaning(
              "a list that says it is a number",
              """
              rack: lab
              nodes: !!int [3]
              """,
              "2:8: nodes is tagged tag:yaml.org,2002:int; it has to be a whole number from 1 to"
                  + " 1000"),
          meaning(
              "a bracket left open",
              """
              rack: lab
              nodes: [
              """,
              "3:1: not YAML: expected the node content, but found '<stream end>'; while parsing a"
                  + " flow node that starts in line 3"),
          meaning(
              "a quote left open",
              """
              rack: "lab
              nodes: 3
              """,
              "3:1: not YAML: found unexpected end of stream; while scanning a quoted scalar that"
                  + " starts in line 1"),
          meaning(
              "a value after a value",
              """
              rack: lab
              cloud: local: yes
              nodes: 3
              """,
              "2:13: not YAML: mapping values are not allowed here"),
          meaning(
              "two documents",
              """
              rack: lab
              nodes: 3
              ---
              rack: lab2
              nodes: 3
              """,
              "3:1: not YAML: but found another document; expected a single document in the stream"
                  + " that starts in line 1"),
          meaning(
              "unknown alias",
              """
              rack: lab
              nodes: *three
              """,
              "2:8: not YAML: found undefined alias three"),
          shape(
              "key misspelt",
              """
              rack: lab
              clod: local
              nodes: 3
              """,
              "2:1: unknown key 'clod'; did you mean 'cloud'?"),
          shape(
              "key not known at all",
              """
              rack: lab
              colour: red
              nodes: 3
              """,
              "2:1: unknown key 'colour'; known here: rack, cloud, networks, routers, nodes,"
                  + " servers, installer, bmc, boot, sync"),
          meaning(
              "key twice",
              """
              rack: lab
              nodes: 3
              nodes: 4
              """,
              "3:1: key 'nodes' is used twice; it is already in line 2, remove one of them"),
          meaning(
              "key that is a list",
              """
              rack: lab
              ? [a, b]
              : 3
              nodes: 3
              """,
              "2:3: a key of the file is a list; it has to be a word"),
          shape(
              "no name",
              """
              nodes: 3
              """,
              "1:1: the file has no 'rack'; add it, an example: rack: lab"),
          shape(
              "no nodes",
              """
              rack: lab
              cloud: local
              """,
              "1:1: the file has no 'nodes'; add it, an example: nodes: 3"),
          shape(
              "name is a number",
              """
              rack: 42
              nodes: 3
              """,
              "1:7: rack is the number 42; it has to be text: put it in quotes"),
          shape(
              "name is empty",
              """
              rack:
              nodes: 3
              """,
              "1:6: rack is empty; it has to be text"),
          shape(
              "name with capitals",
              """
              rack: Lab
              nodes: 3
              """,
              "1:7: rack 'Lab' is not a name; it has 1 to 32 of a-z, 0-9 and '-', and no '-' at"
                  + " either end"),
          shape(
              "name ends with a hyphen",
              """
              rack: lab-
              nodes: 3
              """,
              "1:7: rack 'lab-' is not a name; it has 1 to 32 of a-z, 0-9 and '-', and no '-' at"
                  + " either end"),
          shape(
              "name too long",
              """
              rack: a23456789012345678901234567890123
              nodes: 3
              """,
              "1:7: rack 'a23456789012345678901234567890123' is not a name; it has 1 to 32 of a-z,"
                  + " 0-9 and '-', and no '-' at either end"),
          meaning(
              "name with an unknown tag",
              """
              rack: !name lab
              nodes: 3
              """,
              "1:7: rack is tagged !name; it has to be text"),
          shape(
              "control character in a name is not sent to the terminal",
              """
              rack: "l\\e[31mab"
              nodes: 3
              """,
              "1:7: rack 'l�[31mab' is not a name; it has 1 to 32 of a-z, 0-9 and '-', and no '-'"
                  + " at either end"),
          shape(
              "cloud not built yet",
              """
              rack: lab
              cloud: physical
              nodes: 3
              """,
              "2:8: the cloud 'physical' is not built yet; this version knows local, openstack"),
          shape(
              "cloud not built yet, with settings",
              """
              rack: lab
              cloud:
                libvirt: { host: h1 }
              nodes: 3
              """,
              "3:3: the cloud 'libvirt' is not built yet; this version knows local, openstack"),
          shape(
              "cloud misspelt",
              """
              rack: lab
              cloud: lokal
              nodes: 3
              """,
              "2:8: cloud cannot be 'lokal'; did you mean 'local'?"),
          shape(
              "cloud without its kind",
              """
              rack: lab
              cloud: {}
              nodes: 3
              """,
              "2:8: cloud has no 'local'; add it, an example: local: {}"),
          shape(
              "accelerator not known",
              """
              rack: lab
              cloud: { local: { accelerator: kvn } }
              nodes: 3
              """,
              "2:32: accelerator cannot be 'kvn'; did you mean 'kvm'?"),
          shape(
              "disk cache not known",
              """
              rack: lab
              cloud: { local: { disk-cache: none } }
              nodes: 3
              """,
              "2:31: disk-cache cannot be 'none'; known here: writeback, unsafe"));

  private BrokenDocuments() {}
}
