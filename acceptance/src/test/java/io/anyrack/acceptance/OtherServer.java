package io.anyrack.acceptance;

import io.anyrack.openstack.config.Clouds;
import io.anyrack.openstack.neutron.FloatingIp;
import io.anyrack.openstack.nova.Server;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.tag.RackTags;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server of the project that is no node, by SSH; what it calls is this machine's ipmitool,
 * brought there with all the libraries it needs.
 *
 * @param home a directory for files
 * @param ssh the words with which it is reached
 */
record OtherServer(Path home, String ssh) {
  private static final String TOOLS = "/tmp/tools";
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

  /** The only server of a rack with a floating address, once it lets us in; with ipmitool. */
  static OtherServer of(Rack rack, String user) {
    OtherServer server = at(rack, user, floatingAddress(rack));
    server.bringIpmitool();
    return server;
  }

  /** A server of a rack by its name, which has a floating address, once it lets us in. */
  static OtherServer named(Rack rack, String user, String name) {
    return at(rack, user, floatingAddress(rack, name));
  }

  private static OtherServer at(Rack rack, String user, String address) {
    Path home = rack.anyrack().home();
    OtherServer server =
        new OtherServer(
            home,
            """
            ssh -i %s -o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=5 \
            -o StrictHostKeyChecking=accept-new -o UserKnownHostsFile=%s -o LogLevel=ERROR %s@%s\
            """
                .formatted(
                    rack.state().resolve("id_ed25519"),
                    home.resolve("known_hosts"),
                    user,
                    address));
    server.awaitLogin();
    return server;
  }

  /** Waits until it lets us in. */
  void awaitLogin() {
    Eventually.await("the server lets us in", () -> sh(ssh + " true").exit() == 0);
  }

  private static String floatingAddress(Rack rack) {
    Clouds clouds = new Clouds(name -> Optional.ofNullable(System.getenv(name)), List.of());
    try (Project project =
        Project.open(clouds.cloud(Optional.of(RealCloud.ENTRY), Optional.empty()))) {
      return project.neutron().floatingIps().tagged(new RackTags(rack.name()).tag()).stream()
          .map(FloatingIp::address)
          .findFirst()
          .orElseThrow(() -> new AssertionError("no floating address in " + rack.name()));
    }
  }

  private static String floatingAddress(Rack rack, String name) {
    Clouds clouds = new Clouds(variable -> Optional.ofNullable(System.getenv(variable)), List.of());
    try (Project project =
        Project.open(clouds.cloud(Optional.of(RealCloud.ENTRY), Optional.empty()))) {
      return project.nova().servers(new RackTags(rack.name()).tag()).stream()
          .filter(server -> server.name().equals(name))
          .flatMap(server -> server.addresses().stream())
          .filter(Server.Address::floating)
          .map(Server.Address::address)
          .findFirst()
          .orElseThrow(() -> new AssertionError("no floating address of " + name));
    }
  }

  /** Brings ipmitool there. */
  void bringIpmitool() {
    String program = sh("command -v ipmitool").expectDone();
    String files =
        Stream.concat(
                Stream.of(program),
                LIBRARY
                    .matcher(sh("ldd " + program).expectDone())
                    .results()
                    .map((MatchResult library) -> library.group(1)))
            .collect(Collectors.joining(" "));
    sh("mkdir -p tools && cp -L %s tools && tar -c tools | %s tar -x -C /tmp".formatted(files, ssh))
        .expectDone();
  }

  /** Somebody there who calls ipmitool. */
  Ipmitool ipmitool(Bmc bmc) {
    String there =
        "read -r IPMI_PASSWORD; export IPMI_PASSWORD; exec %1$s/ld-linux-x86-64.so.2 --library-path %1$s %1$s/ipmitool -I lanplus -H %2$s -p %3$d -U %4$s -E"
            .formatted(TOOLS, bmc.host(), bmc.port(), bmc.user());
    return words ->
        new Shell(home, Map.of("IPMI_PASSWORD", bmc.password()))
            .run(
                List.of(
                    "sh",
                    "-c",
                    "echo \"$IPMI_PASSWORD\" | %s '%s %s'"
                        .formatted(ssh, there, String.join(" ", words))));
  }

  /**
   * What a script prints there; it holds no apostrophe.
   *
   * @throws AssertionError where it fails
   */
  String run(String script) {
    return sh("%s '%s'".formatted(ssh, script)).expectDone();
  }

  /** Restarts it; returns when it lets us in again. */
  void restart() {
    String boot = "cat /proc/sys/kernel/random/boot_id";
    String before = run(boot);
    // The connection ends with the system: what it says of that does not count.
    Finished _ = sh("%s sudo systemctl --no-block reboot".formatted(ssh));
    Eventually.await(
        "the server has started anew",
        () -> {
          Finished now = sh(ssh + " " + boot);
          return now.exit() == 0 && !now.out().strip().equals(before);
        });
  }

  private Finished sh(String script) {
    return new Shell(home, Map.of()).run(List.of("sh", "-c", script));
  }
}
