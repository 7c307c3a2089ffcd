package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Acceptance checks of a rack, and what DHCP tells in the phases of an installation. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class VerifyTest {
  private static final String FILE =
      """
      rack: checked
      networks: [{ name: provision, cidr: 192.0.2.0/24, mtu: 1400, guard: exact }]
      nodes:
        - { name: a, networks: [{ name: provision, allowed-pairs: [192.0.2.9] }] }
        - { name: b, networks: [{ name: provision, allowed-pairs: [192.0.2.9] }] }
      boot: { phases: { inspect: { bootfile-name: "http://192.0.2.1/inspector.ipxe" } } }
      """;

  @RegisterExtension private final Anyrack anyrack = new Anyrack();

  private static JsonNode row(JsonNode report, String check, String of) {
    for (JsonNode row : report.path("checks")) {
      if (row.path("check").asString().equals(check) && row.path("of").asString().equals(of)) {
        return row;
      }
    }
    throw new AssertionError("no row " + check + " of " + of + " in " + report);
  }

  @Test
  void shouldTellARackThatIsRightFromOneThatIsNot() {
    Rack rack = anyrack.rack(FILE).up();
    rack.node("a").boot("disk");

    Finished good = rack.run("verify", "--boot", "a", "-o", "json");
    assertThat(good.exit()).as(good::toString).isZero();
    JsonNode report = JsonMapper.shared().readTree(good.out());
    assertThat(report.path("good").asBoolean()).isTrue();
    for (String of : new String[] {"bmc a", "bmc b", "power a", "boot a", "listeners service"}) {
      String[] words = of.split(" ", -1);
      assertThat(row(report, words[0], words[1]).path("result").asString())
          .as(of)
          .isEqualTo("pass");
    }
    assertThat(row(report, "mtu", "provision").path("found").asString())
        .isEqualTo("1400 passes, 1401 does not; DHCP tells it");
    assertThat(row(report, "dhcp", "provision").path("result").asString()).isEqualTo("pass");
    assertThat(row(report, "metadata", "provision").path("result").asString()).isEqualTo("pass");
    assertThat(row(report, "vip", "192.0.2.9").path("found").asString())
        .isEqualTo("answers at a, and after its move at b");
    assertThat(row(report, "reachable", "installer").path("result").asString()).isEqualTo("skip");
    assertThat(rack.node("a").power()).isEqualTo("off");
    assertThat(rack.node("a").listed().path("boot").path("device").asString()).isEqualTo("disk");
    assertThat(rack.node("a").log()).contains("HTTP: fetched /boot/trial");

    rack.write(
        FILE.replace(
            "b, networks: [{ name: provision,",
            "b, networks: [{ name: provision, dhcp-options: { mtu: 1500 },"));
    rack.up();
    Finished bad = rack.run("verify");
    assertThat(bad.exit()).as(bad::toString).isEqualTo(1);
    assertThat(bad.out())
        .containsPattern("FAIL +mtu +provision +b is told 1500, the network carries 1400");
    rack.down();
  }

  @Test
  void shouldTellNodesWhatBelongsToTheirPhase() {
    Rack rack = anyrack.rack(FILE.replace("checked", "phased")).up();
    rack.run("boot", "a", "--phase", "inspect").expectDone();
    assertThat(rack.run("status").expectDone()).containsPattern("a +off .* inspect ");
    Finished refused = rack.run("boot", "a", "--phase", "deploy");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("the rack file says nothing of the phase 'deploy'");

    rack.killService();
    anyrack.run("up", "-f", rack.file().toString()).expectDone();
    assertThat(rack.node("a").listed().path("phase").asString()).isEqualTo("inspect");
    rack.run("boot", "a", "b", "pxe").expectDone();
    rack.run("power", "a", "b", "on").expectDone();
    Eventually.await(
        "the node asks for what it was told",
        () -> rack.node("a").log().contains("HTTP: asked for /inspector.ipxe, got 404"));
    Eventually.await(
        "the other node gets its own script",
        () -> rack.node("b").log().contains("HTTP: fetched /boot.ipxe"));
    assertThat(rack.node("a").log()).doesNotContain("fetched /boot.ipxe");
    rack.run("power", "a", "b", "off").expectDone();
    rack.run("boot", "a", "--phase", "local").expectDone();
    assertThat(rack.node("a").listed().path("phase").asString()).isEqualTo("local");
    rack.down();
  }
}
