package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A rack whose installer, a server of the project, does all by itself: it has the BMCs, gives out
 * addresses on a network that the cloud does not guard, and hands out what nodes boot.
 */
@Tag("openstack")
class RealInstallerTest {
  @RegisterExtension static final Anyrack ANYRACK = new Anyrack();

  private static final String PREPARE =
      """
      #!/bin/sh
      ip link set eth1 mtu 1400 up
      ip address add 192.168.24.1/24 dev eth1
      dnsmasq --port=0 --interface=eth1 --bind-interfaces \
        --dhcp-range=192.168.24.100,192.168.24.150 --dhcp-option=option:mtu,1400 \
        --dhcp-boot='http://192.168.24.1:8088/boot/${uuid}'
      """;

  /** What the installer told is in the name of the file that is asked for. */
  private static final String BOOT =
      """
      #!ipxe
      chain http://192.168.24.1:8088/boot/${uuid}/files/mtu-${net0/mtu}.ipxe || exit 1
      """;

  private static String text(String name) {
    return """
    rack: %1$s
    cloud: { openstack: { cloud: %2$s } }
    networks:
      - { name: access, cidr: 10.9.0.0/24, router: edge }
      - { name: provision, cidr: 192.168.24.0/24, dhcp: installer, mtu: 1400 }
    routers: [{ name: edge, external: %3$s }]
    nodes:
      - { name: box, memory: 512MiB, disk: 1GiB, networks: [provision] }
    installer:
      image: %4$s
      flavor: %5$s
      user: debian
      user-data: prepare.sh
      networks: [access, { name: provision, address: 192.168.24.1 }]
      floating-ip: auto
    bmc: { placement: installer }
    boot: { script: boot.ipxe, serve: www, address: 192.168.24.1 }
    """
        .formatted(name, RealCloud.ENTRY, RealCloud.EXTERNAL, RealCloud.IMAGE, RealCloud.FLAVOR);
  }

  @Test
  void nodesAreDrivenAndBootedFromThere(TestReporter report) throws IOException {
    String name = "installer-%x".formatted(System.nanoTime() & 0xffff);
    try (Rack rack = ANYRACK.rack(text(name))) {
      Path directory = rack.file().getParent();
      Files.writeString(directory.resolve("prepare.sh"), PREPARE);
      Files.writeString(directory.resolve("boot.ipxe"), BOOT);
      Files.writeString(
          Files.createDirectory(directory.resolve("www")).resolve("mtu-1400.ipxe"),
          "#!ipxe\n:stay\nsleep 60\ngoto stay\n");
      rack.up();
      OtherServer installer = OtherServer.of(rack, "debian");
      Node box = rack.node("box");
      Ipmitool ipmitool = installer.ipmitool(box.bmc());
      assertThat(ipmitool.ask("power", "status")).isEqualTo("Chassis Power is off");
      ipmitool.ask("chassis", "bootdev", "pxe");
      ipmitool.ask("power", "on");
      Eventually.await(
          "the node has fetched what is for its MTU", () -> box.log().contains("/mtu-1400.ipxe"));
      assertThat(installer.run("cat /var/lib/misc/dnsmasq.leases"))
          .contains(box.listed().path("macs").get(0).asString());
      Eventually.await(
          "the BMC says that it is on", () -> ipmitool.ask("power", "status").endsWith("on"));

      Finished verified = rack.run("verify", "-o", "json");
      report.publishEntry("verify", verified.out());
      assertThat(verified.exit()).as(verified::toString).isZero();
      JsonNode rows = JsonMapper.shared().readTree(verified.out()).path("checks");
      assertThat(rows)
          .filteredOn(row -> row.path("check").asString().equals("mtu"))
          .isNotEmpty()
          .allSatisfy(row -> assertThat(row.path("result").asString()).isEqualTo("pass"));
      ipmitool.insist("power", "off");
      box.awaitPower("off");
    }
  }

  @Test
  void aNodeWithASystemShutsDownWhenAsked() throws IOException {
    String name = "image-%x".formatted(System.nanoTime() & 0xffff);
    try (Rack rack =
        ANYRACK.rack(
            RealCloud.head(name)
                + "nodes: [{ name: app, image: %s, flavor: %s, disk: 4GiB, method: rescue }]\n"
                    .formatted(RealCloud.IMAGE, RealCloud.FLAVOR))) {
      rack.up();
      Node app = rack.node("app");
      app.bmc().ask("power", "on");
      try (Guest console = app.guest()) {
        console.await("login:");
      }
      app.bmc().ask("power", "soft");
      app.awaitPower("off");
      assertThat(app.log()).contains("soft").doesNotContain("hard");
    }
  }
}
