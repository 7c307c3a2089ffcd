package io.anyrack.local.qemu;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of one node. Names are short because the path of a unix socket is.
 *
 * @param directory the node's own directory, absolute
 */
record NodeFiles(Path directory) {
  /** As many as QEMU's first PCI bus has slots. */
  private static final int MAX_NICS = 32;

  /** The control socket. */
  Path qmp() {
    return directory.resolve("qmp");
  }

  /** The socket of the serial line. */
  Path console() {
    return directory.resolve("con");
  }

  /** The socket of the in-band interface, on which the BMC listens. */
  Path inBand() {
    return directory.resolve("kcs");
  }

  /** The socket of a NIC. */
  Path nic(int index) {
    return directory.resolve("n" + index);
  }

  /** What QEMU locks while it runs. */
  Path pid() {
    return directory.resolve("pid");
  }

  /** Everything the serial line ever said, bounded. */
  Path consoleLog() {
    return directory.resolve("console.log");
  }

  Path disk() {
    return directory.resolve("disk.qcow2");
  }

  /** The node's copy of the UEFI variables. */
  Path uefiVariables() {
    return directory.resolve("uefi-vars.fd");
  }

  /** What shall become of Secure Boot; absent: nothing was ever said of it. */
  Path secureBoot() {
    return directory.resolve("secure-boot");
  }

  /** A link to what is in the CD drive; absent: it is empty. */
  Path medium() {
    return directory.resolve("cd");
  }

  /** The image in the drive if it came over HTTP. */
  Path download() {
    return directory.resolve("cd.iso");
  }

  /** The sockets of NICs that are there, by the NIC's index. */
  SortedMap<Integer, Path> nics() {
    var nics = new TreeMap<Integer, Path>();
    for (int nic = 0; nic < MAX_NICS; nic++) {
      if (Files.exists(nic(nic))) {
        nics.put(nic, nic(nic));
      }
    }
    return nics;
  }

  /** The sockets QEMU listens on and that are there. */
  List<Path> sockets() {
    return Stream.concat(
            Stream.of(qmp(), console()).filter(Files::exists), nics().values().stream())
        .toList();
  }

  /**
   * What is wrong with the sockets' paths.
   *
   * @param limit how many octets of a path the operating system takes
   */
  Optional<String> socketProblem(int limit) {
    Path longest = inBand();
    int octets = longest.toString().getBytes(StandardCharsets.UTF_8).length;
    return octets <= limit
        ? Optional.empty()
        : Optional.of(
            "the path of the unix socket %s has %d octets, this system takes %d: put the state under a shorter path with XDG_STATE_HOME, or shorten the names of rack and node"
                .formatted(longest, octets, limit));
  }

  /** How many octets the path of a unix socket may have here: {@code sun_path} without its NUL. */
  static int socketPathLimit(String operatingSystem) {
    return operatingSystem.startsWith("Linux") ? 107 : 103;
  }
}
