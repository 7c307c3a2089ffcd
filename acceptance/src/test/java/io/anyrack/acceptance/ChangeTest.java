package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** {@code anyrack up} after the file was edited. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ChangeTest {
  @RegisterExtension private final Anyrack anyrack = new Anyrack();

  @Test
  void shouldLeaveOtherNodesUntouched() {
    Rack rack = anyrack.rack(rackOf(2)).up();
    rack.run("power", "node-1", "node-2", "on").expectDone();
    rack.node("node-1").awaitPower("on");
    rack.node("node-2").awaitPower("on");
    List<JsonNode> two = rack.nodes();
    List<ProcessHandle> machines = machines(rack);

    rack.write(rackOf(3));
    Finished plan = anyrack.run("plan", "--exit-code", "-f", rack.file().toString());
    assertThat(plan.exit()).isEqualTo(2);
    assertThat(plan.out()).contains("+ add node node-3").doesNotContain("node-1", "node-2");
    rack.up();
    assertThat(rack.nodes()).startsWith(two.get(0), two.get(1)).hasSize(3);
    assertThat(machines(rack)).isEqualTo(machines);
    rack.run("power", "node-3", "on").expectDone();
    rack.node("node-3").awaitPower("on");
    ProcessHandle third = rack.node("node-3").machine();

    rack.write(rackOf(2)).up();
    assertThat(rack.nodes()).isEqualTo(two);
    assertThat(machines(rack)).isEqualTo(machines);
    assertThat(rack.state().resolve("nodes/node-3")).doesNotExist();
    Eventually.await("the third machine is gone", () -> !third.isAlive());
    assertThat(anyrack.run("plan", "--exit-code", "-f", rack.file().toString()).exit()).isZero();
    rack.down();
  }

  private static String rackOf(int nodes) {
    return """
    rack: change
    nodes: %d
    """
        .formatted(nodes);
  }

  private static List<ProcessHandle> machines(Rack rack) {
    return List.of(rack.node("node-1").machine(), rack.node("node-2").machine());
  }
}
