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
 * Acceptance checks of a rack on a real OpenStack: with an installer that answers for metadata, a
 * node that runs and has a shared address, and one that is off.
 */
@Tag("openstack")
class RealVerifyTest {
  private static final String VIP = "192.0.2.9";
  private static final String WORD = "metadata-of-the-installer";

  @RegisterExtension static final Anyrack ANYRACK = new Anyrack();

  private static String text(String name, int port, String optionsOfB) {
    return RealCloud.head(name)
            .replace("router: edge }]\n", "router: edge, metadata: { installer: 192.0.2.240 } }]\n")
        + """
        nodes:
          - name: a
            memory: 512MiB
            disk: 1GiB
            networks: [{ name: provision, allowed-pairs: [%1$s] }]
          - name: b
            memory: 256MiB
            disk: 1GiB
            networks: [{ name: provision, allowed-pairs: [%1$s]%2$s }]
        installer:
          image: %3$s
          flavor: %4$s
          user: debian
          networks: [{ name: provision, address: 192.0.2.240 }]
          floating-ip: auto
        bmc: { ip: %5$s }
        boot: { script: boot.ipxe, serve: www, address: %5$s, port: %6$d }
        """
            .formatted(VIP, optionsOfB, RealCloud.IMAGE, RealCloud.FLAVOR, RealCloud.ADDRESS, port);
  }

  @Test
  void aRackThatIsUpHoldsAndOneFaultIsFound(TestReporter report) throws IOException {
    int port = RealCloud.freePort();
    String name = "verify-%x".formatted(System.nanoTime() & 0xffff);
    Rack rack = ANYRACK.rack(text(name, port, ""));
    Path directory = rack.file().getParent();
    Path served = Files.createDirectory(directory.resolve("www"));
    TalkingLinux.into(served, ANYRACK.linux());
    try (Desk desk = new Desk();
        Rack up = rack) {
      Files.writeString(directory.resolve("boot.ipxe"), TalkingLinux.script(port, desk.url()));
      rack.up();
      OtherServer installer = OtherServer.of(rack, "debian");
      answerMetadata(installer);
      String a = rack.node("a").listed().path("macs").get(0).asString();
      rack.node("a").bmc().ask("chassis", "bootdev", "pxe");
      rack.node("a").bmc().ask("power", "on");
      desk.awaitGuest(a);

      desk.order(a, "fetch", "http://169.254.169.254/");
      desk.awaitFetched(a, WORD);
      desk.order(a, "share", VIP);
      Eventually.await("the cloud says that a is on", () -> up.node("a").power().equals("on"));

      Finished good = rack.run("verify", "-o", "json");
      report.publishEntry("good", good.out());
      assertThat(good.exit()).as(good::toString).isZero();
      JsonNode rows = JsonMapper.shared().readTree(good.out()).path("checks");
      assertThat(rows)
          .allSatisfy(row -> assertThat(row.path("result").asString()).isNotEqualTo("fail"))
          .filteredOn(row -> row.path("result").asString().equals("skip"))
          .allSatisfy(row -> assertThat(row.path("found").asString()).isNotEmpty())
          .extracting(row -> row.path("check").asString())
          .as("no node was named to be booted")
          .containsOnly("boot");
      assertThat(found(rows, "metadata")).contains("asked on installer itself");
      assertThat(found(rows, "vip"))
          .isEqualTo("it is open for a and b; answers at a, as seen from installer");

      rack.write(text(name, port, ", dhcp-options: { mtu: 1500 }")).up();
      Finished bad = rack.run("verify");
      report.publishEntry("bad", bad.out());
      assertThat(bad.exit()).as(bad::toString).isEqualTo(1);
      assertThat(bad.out()).containsPattern("FAIL +mtu +provision +b is told 1500, the network");
    }
  }

  private static String found(JsonNode rows, String check) {
    for (JsonNode row : rows) {
      if (row.path("check").asString().equals(check)) {
        return row.path("found").asString();
      }
    }
    throw new AssertionError("no row " + check + " in " + rows);
  }

  /** As the installer's own metadata service does: on that address, one of its port. */
  private static void answerMetadata(OtherServer installer) {
    installer.run(
        """
        cat >/tmp/metadata.pl <<end
        use IO::Socket::INET;
        my \\$door = IO::Socket::INET->new(LocalAddr => "169.254.169.254:80", Listen => 16, ReuseAddr => 1) or die;
        while (my \\$client = \\$door->accept) {
          while (<\\$client>) { last if /^\\\\s*\\$/ }
          print \\$client "HTTP/1.0 200 OK\\\\r\\\\n\\\\r\\\\n%s\\\\n";
          close \\$client;
        }
        end
        sudo ip address add 169.254.169.254/32 dev lo
        sudo systemd-run -q perl /tmp/metadata.pl
        """
            .formatted(WORD));
  }
}
