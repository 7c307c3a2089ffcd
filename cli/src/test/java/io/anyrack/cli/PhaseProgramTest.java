package io.anyrack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyrack.fakestack.FakeStack;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.tag.RackTags;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node is inspected, deployed, and left to itself by {@code anyrack boot --phase}: what the
 * cloud's DHCP tells its port, to iPXE, to firmware that is to load it first, and on IPv6.
 */
@Timeout(300)
class PhaseProgramTest {
  private static final String OWN = "4 150=192.0.2.9";

  @TempDir Path home;

  @Test
  void eachPhaseHasItsOwnOptionsAndTheLastNone() throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/usr/lib/ipxe")), "iPXE's programs are not installed");
    try (FakeStack cloud = FakeStack.start()) {
      Path clouds = Files.writeString(home.resolve("clouds.yaml"), cloud.cloudsYaml());
      try (ProjectLists project = new ProjectLists(clouds, "rack");
          Program program = new Program(home, clouds, "rack")) {
        Path file =
            program.file(
                "lab",
                """
                rack: lab
                cloud: openstack
                networks: [{ name: provision, cidr: 192.0.2.0/24 }]
                nodes:
                  - { name: a, memory: 256MiB, disk: 1GiB, networks: [{ name: provision, dhcp-options: { 150: 192.0.2.9 } }] }
                  - { name: b, memory: 256MiB, disk: 1GiB }
                boot:
                  address: 127.0.0.1
                  port: %1$d
                  phases:
                    inspect:
                      "tag:ipxe,bootfile-name": http://192.0.2.240:8088/inspector.ipxe
                      "tag:!ipxe,bootfile-name": undionly.kpxe
                      tftp-server: 192.0.2.240
                      "tag:ipxe,option6:bootfile-url": "http://[fd00:12::240]/inspector.ipxe"
                    deploy:
                      bootfile-name: pxelinux.0
                      server-ip-address: 192.0.2.240
                      150: 192.0.2.240
                      "option6:bootfile-url": "tftp://[fd00:12::240]/ipxe.efi"
                """
                    .formatted(freePort()));
        program.up("lab", file).expectDone();
        List<String> local = told(project, "a");
        List<String> other = told(project, "b");
        assertThat(local).contains(OWN).hasSize(2);
        assertThat(local.getLast()).startsWith("4 bootfile-name=http://127.0.0.1:");

        put(program, "inspect");
        assertThat(told(project, "a"))
            .containsExactlyInAnyOrder(
                OWN,
                "4 tag:ipxe,bootfile-name=http://192.0.2.240:8088/inspector.ipxe",
                "4 tag:!ipxe,bootfile-name=undionly.kpxe",
                "4 tftp-server=192.0.2.240",
                "6 tag:ipxe6,bootfile-url=http://[fd00:12::240]/inspector.ipxe");
        assertThat(phase(project, "a")).contains("inspect");
        assertThat(program.run("plan", "--exit-code", "-f", file.toString()).expectDone())
            .as("the phase is no difference")
            .contains("nothing to do");

        put(program, "deploy");
        assertThat(told(project, "a"))
            .containsExactlyInAnyOrder(
                "4 150=192.0.2.240",
                "4 bootfile-name=pxelinux.0",
                "4 server-ip-address=192.0.2.240",
                "6 bootfile-url=tftp://[fd00:12::240]/ipxe.efi");
        assertThat(phase(project, "a")).contains("deploy");
        program.run("up", "-f", file.toString()).expectDone();
        assertThat(told(project, "a")).as("kept by up").contains("4 bootfile-name=pxelinux.0");

        put(program, "local");
        assertThat(told(project, "a")).isEqualTo(local);
        assertThat(phase(project, "a")).isEmpty();
        assertThat(told(project, "b")).as("the other node's").isEqualTo(other);
        program.run("down", "--rack", "lab").expectDone();
      }
    }
  }

  private static void put(Program program, String phase) {
    program.run("boot", "--rack", "lab", "--phase", phase, "a").expectDone();
  }

  private static Port port(ProjectLists project, String node) {
    return project.project().neutron().ports().tagged(new RackTags("lab").tag()).stream()
        .filter(port -> RackTags.name(port.tags()).equals(Optional.of(node + "/provision")))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> told(ProjectLists project, String node) {
    return port(project, node).dhcpOptions().stream()
        .map(option -> option.ipVersion() + " " + option.name() + "=" + option.value())
        .sorted()
        .toList();
  }

  private static Optional<String> phase(ProjectLists project, String node) {
    return RackTags.phase(port(project, node).tags());
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }
}
