package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A network that behaves like a public cloud's, as two guests on it see it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NetworkTest {
  @RegisterExtension private final Anyrack anyrack = new Anyrack();
  private Rack rack;
  private Guest plain;
  private Guest allowed;

  @BeforeAll
  void startTwoGuests() throws IOException {
    rack =
        anyrack.rack(
            """
            rack: guarded
            networks: [{ name: provision, cidr: 192.0.2.0/24, mtu: 1400, guard: exact }]
            nodes:
              - { name: plain, user-data: cloud-config.txt }
              - { name: allowed, networks: [{ name: provision, allowed-pairs: [192.0.2.240] }] }
            %s
            """
                .formatted(anyrack.bootLinux()));
    Files.writeString(rack.file().resolveSibling("cloud-config.txt"), "#cloud-config\nusers: []\n");
    rack.up();
    rack.run("power", "plain", "allowed", "on").expectDone();
    plain = rack.node("plain").guest().awaitLinux();
    allowed = rack.node("allowed").guest().awaitLinux();
  }

  @AfterAll
  void leave() {
    if (plain != null) {
      plain.close();
    }
    if (allowed != null) {
      allowed.close();
    }
  }

  @Test
  void shouldDropAndCountASpoofedAddress() {
    assertThat(drops("plain", "arp-spoof")).isZero();
    assertThat(drops("plain", "ip-spoof")).isZero();
    plain.run("ip addr add 192.0.2.250/24 dev eth0").expectDone();
    // With the neighbour's MAC known the packet itself meets the guard, not only the ARP request.
    plain.run("ping -c 1 -W 5 " + rack.node("allowed").address()).expectDone();
    Finished ping = plain.run("ping -c 2 -W 2 -I 192.0.2.250 " + rack.node("allowed").address());
    assertThat(ping.exit()).as(ping::toString).isEqualTo(1);
    assertThat(ping.out()).contains("2 packets transmitted, 0 packets received");
    Eventually.await("the drops are counted", () -> drops("plain", "ip-spoof") >= 2);
    assertThat(rack.run("status", "--drops").expectDone())
        .containsPattern("plain .*ip-spoof=\\d+")
        .doesNotContainPattern("allowed .*ip-spoof=\\d+");
    plain.run("ip addr del 192.0.2.250/24 dev eth0").expectDone();
  }

  @Test
  void shouldLetAnAllowedPairPass() {
    allowed.run("ip addr add 192.0.2.240/24 dev eth0").expectDone();
    allowed.run("ping -c 2 -W 10 -I 192.0.2.240 " + rack.node("plain").address()).expectDone();
    plain.run("ping -c 2 -W 10 192.0.2.240").expectDone();
    assertThat(drops("allowed", "ip-spoof")).isZero();
  }

  @Test
  void shouldTellItsMtu() {
    assertThat(plain.run("cat /sys/class/net/eth0/mtu").expectDone()).isEqualTo("1400");
    assertThat(drops("plain", "mtu")).isZero();
  }

  @Test
  void shouldServeMetadata() {
    String instance = wget("latest/meta-data/instance-id");
    assertThat(instance).matches("i-[0-9a-f]+");
    assertThat(wget("latest/meta-data/hostname")).startsWith("plain");
    assertThat(wget("latest/meta-data/local-ipv4")).isEqualTo(rack.node("plain").address());
    assertThat(wget("openstack/latest/meta_data.json")).contains("\"uuid\"", "plain");
    assertThat(wget("latest/user-data")).isEqualTo("#cloud-config\nusers: []");
    assertThat(wget("openstack/latest/user_data")).isEqualTo("#cloud-config\nusers: []");
  }

  private String wget(String path) {
    return plain.run("wget -q -O - http://169.254.169.254/" + path + "; echo").expectDone();
  }

  /** How often the port of {@code node} dropped something for {@code reason}. */
  private long drops(String node, String reason) {
    return rack.json("status", "--drops", "-o", "json").stream()
        .filter(port -> port.path("node").asString().equals(node))
        .map(port -> port.path("drops").path(reason))
        .mapToLong(JsonNode::asLong)
        .sum();
  }
}
