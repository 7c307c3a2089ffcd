package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.openstack.nova.Server;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Power on a real Nova, to which the service has only a relay. */
@Tag("openstack")
class RealPowerTest {
  private static final System.Logger LOG = System.getLogger(RealPowerTest.class.getName());
  private static final Duration OUTAGE = Duration.ofMinutes(1);
  private static final int POLLS = 4;

  @RegisterExtension static final Anyrack ANYRACK = new Anyrack();

  private static CloudProject cloud;
  private static Relay relay;
  private static Rack rack;

  @BeforeAll
  static void up() throws IOException {
    cloud = new CloudProject();
    var token = cloud.project().keystone().token();
    URI compute =
        URI.create(
            token
                .catalogue()
                .url(
                    List.of("compute"),
                    cloud.project().config().region(),
                    cloud.project().config().face())
                .orElseThrow());
    relay = new Relay(new InetSocketAddress(compute.getHost(), compute.getPort()));
    Path clouds = ANYRACK.home().resolve("clouds.yaml");
    Files.writeString(
        clouds,
        """
        clouds:
          relayed:
            auth_type: token
            auth: { auth_url: '%s', token: '%s', project_id: '%s' }
            compute_endpoint_override: 'http://127.0.0.1:%d%s'
        """
            .formatted(
                cloud.project().config().authUrl(),
                token.secret().reveal(),
                token.projectId(),
                relay.port(),
                compute.getPath()));
    rack =
        ANYRACK.rack(
            """
            rack: power-%x
            cloud: { openstack: { cloud: relayed } }
            networks: [{ name: provision, cidr: 192.0.2.0/24 }]
            nodes: [{ count: 2, memory: 256MiB, disk: 1GiB }]
            boot: { address: 127.0.0.1 }
            """
                .formatted(System.nanoTime() & 0xffff));
    ANYRACK
        .runWith(
            Map.of("OS_CLIENT_CONFIG_FILE", clouds.toString()), "up", "-f", rack.file().toString())
        .expectDone();
  }

  @AfterAll
  static void down() {
    try {
      rack.close();
    } finally {
      relay.close();
      cloud.close();
    }
  }

  private static boolean isPoll(String request) {
    return request.matches("GET \\S*/servers/detail(\\?\\S*)?");
  }

  private static Server server(String node) {
    return cloud.project().nova().servers("anyrack:rack=" + rack.name()).stream()
        .filter(server -> server.name().equals(node))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitNova(String node, String status) {
    Eventually.await(
        node + " is " + status,
        () -> {
          Server now = server(node);
          return now.status().equals(status) && now.taskState().isEmpty();
        });
  }

  private static boolean says(Bmc bmc, String power) {
    return bmc.ask("chassis", "power", "status").endsWith("is " + power);
  }

  @Test
  void aPollOfTheRackIsOneCall() {
    List<String> requests = new ArrayList<>();
    awaitNova("node-1", "SHUTOFF");
    awaitNova("node-2", "SHUTOFF");
    relay.requests();
    Eventually.await(
        "a poll after whatever else was asked",
        () -> relay.requests().stream().anyMatch(RealPowerTest::isPoll));
    Eventually.await(
        "some polls",
        () -> {
          requests.addAll(relay.requests());
          return requests.stream().filter(RealPowerTest::isPoll).count() >= POLLS;
        });

    assertThat(requests).allMatch(RealPowerTest::isPoll);
  }

  @Test
  void powerFollowsNovaWithinAPoll() {
    Bmc bmc = rack.node("node-1").bmc();
    String id = server("node-1").id();
    for (String wanted : List.of("on", "off")) {
      if (wanted.equals("on")) {
        cloud.project().nova().start(id);
      } else {
        cloud.project().nova().stop(id);
      }
      awaitNova("node-1", wanted.equals("on") ? "ACTIVE" : "SHUTOFF");
      long since = System.nanoTime();
      relay.requests();

      Eventually.await("the BMC says " + wanted, () -> says(bmc, wanted));

      List<String> meanwhile = relay.requests();
      long took = Duration.ofNanos(System.nanoTime() - since).toMillis();
      LOG.log(
          Level.INFO,
          () -> "%s: %d ms, %d polls after Nova".formatted(wanted, took, meanwhile.size()));
      // One may have asked before Nova was there.
      assertThat(meanwhile.stream().filter(RealPowerTest::isPoll).toList())
          .hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void whileNovaIsAtWorkTheNodeIsBusyAndIpmitoolComesBack() {
    Bmc bmc = rack.node("node-2").bmc();
    bmc.ask("chassis", "power", "on");
    Eventually.await("node-2 is on", () -> says(bmc, "on"));

    bmc.ask("chassis", "power", "cycle");
    Finished refused = bmc.ipmitool("raw", "0x00", "0x02", "0x00");
    assertThat(refused.exit()).isNotZero();
    assertThat(refused.err()).contains("0xc0");
    Eventually.await(
        "power off is accepted", () -> bmc.ipmitool("chassis", "power", "off").exit() == 0);

    awaitNova("node-2", "SHUTOFF");
    Eventually.await("node-2 is off", () -> says(bmc, "off"));
  }

  @Test
  void aCommandOfATimeWithoutNovaIsCarriedOut() throws IOException {
    Bmc bmc = rack.node("node-2").bmc();
    awaitNova("node-2", "SHUTOFF");
    Eventually.await("node-2 is off", () -> says(bmc, "off"));
    relay.close();
    long since = System.nanoTime();

    bmc.ask("chassis", "power", "on");

    Eventually.await(
        "the outage is over",
        () -> {
          bmc.ask("chassis", "power", "status");
          return System.nanoTime() - since > OUTAGE.toNanos();
        });
    assertThat(server("node-2").status()).isEqualTo("SHUTOFF");
    relay.open();

    awaitNova("node-2", "ACTIVE");
    Eventually.await("node-2 is on", () -> says(bmc, "on"));
    bmc.ask("chassis", "power", "off");
    awaitNova("node-2", "SHUTOFF");
  }
}
