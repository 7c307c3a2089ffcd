package io.anyrack.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.rack.RackException;
import io.anyrack.rack.model.BootPhases.Phase;
import io.anyrack.rack.model.Rack;
import io.anyrack.service.state.PhaseBook;
import io.anyrack.service.state.RackStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which phase of their installation nodes are. */
class PhaseTest {
  private static final Rack RACK =
      RackStore.parse(
          """
          rack: lab
          nodes: 2
          bmc: { redfish: off }
          boot: { phases: { inspect: { bootfile-name: inspector.ipxe } } }
          """,
          Map.of());

  @TempDir private Path directory;
  private final FakeSite site = new FakeSite();

  /** What the boot services tell each node, by their last word of it. */
  private List<String> told() {
    return site.configured.orElseThrow().nodes().stream()
        .map(
            node ->
                node.nics().getFirst().dhcpOptions().stream()
                    .map(option -> option.value())
                    .findFirst()
                    .orElse("nothing"))
        .toList();
  }

  @Test
  void shouldTellTheBootServicesAndKeepItOverARestartAndAnUp() {
    try (RunningRack running = new RunningRack(directory, site)) {
      running.apply(RACK);
      assertThat(told()).containsExactly("nothing", "nothing");
      running.service.phase(running.service.node("node-2").orElseThrow(), Phase.INSPECT);
      assertThat(told()).containsExactly("nothing", "inspector.ipxe");
    }
    try (RunningRack again = new RunningRack(directory, site)) {
      again.service.resume();
      assertThat(again.service.phase("node-2")).isEqualTo(Phase.INSPECT);
      assertThat(told()).containsExactly("nothing", "inspector.ipxe");
      again.apply(RACK);
      assertThat(told()).containsExactly("nothing", "inspector.ipxe");
      again.service.phase(again.service.node("node-2").orElseThrow(), Phase.LOCAL);
      assertThat(told()).containsExactly("nothing", "nothing");
    }
  }

  @Test
  void shouldNotBeginAddressSyncAnewForAPhaseNorTellItOfOne() {
    try (RunningRack running = new RunningRack(directory, site)) {
      running.apply(RACK);
      site.calls.clear();
      running.service.phase(running.service.node("node-2").orElseThrow(), Phase.INSPECT);
      assertThat(site.calls).containsExactly("phases");
      running.apply(RACK);
      assertThat(site.filed).contains(RACK);
      assertThat(told()).containsExactly("nothing", "inspector.ipxe");
    }
  }

  @Test
  void shouldAnnounceAChangeOfTheRackUntilTheSiteKnowsIt() {
    try (RunningRack running = new RunningRack(directory, site)) {
      running.apply(RACK);
      assertThat(site.changingAtApply).isOne();
      assertThat(site.changing).hasValue(0);
      site.faults.put("apply", "no");
      assertThatThrownBy(() -> running.apply(RACK)).isInstanceOf(RackException.class);
      assertThat(site.changing).as("after a failure, too").hasValue(0);
      site.faults.clear();
    }
  }

  @Test
  void shouldRefuseAPhaseTheRackFileSaysNothingOf() {
    try (RunningRack running = new RunningRack(directory, site)) {
      running.apply(RACK);
      assertThatThrownBy(
              () ->
                  running.service.phase(running.service.node("node-1").orElseThrow(), Phase.DEPLOY))
          .isInstanceOf(RackException.class)
          .hasMessageContaining("nothing of the phase 'deploy'");
      assertThat(running.service.phase("node-1")).isEqualTo(Phase.LOCAL);
    }
  }

  @Test
  void shouldSayThatItsFileCannotBeUnderstood() throws IOException {
    Path file = Files.writeString(directory.resolve("phases.json"), "{\"a\": \"NOWHERE\"}");
    assertThatThrownBy(() -> new PhaseBook(file))
        .isInstanceOf(RackException.class)
        .hasMessageContaining("remove it and they are all 'local'");
  }
}
