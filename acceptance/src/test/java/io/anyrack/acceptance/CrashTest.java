package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What holds when the service is killed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CrashTest {
  /** A ping each second, and what a busy machine and the guests' ARP may take besides. */
  private static final int PINGS_LOST_BESIDES = 5;

  @RegisterExtension private final Anyrack anyrack = new Anyrack();

  @Test
  void shouldFindItsRunningGuestsAgain() throws IOException {
    Rack rack =
        anyrack
            .rack(
                """
                rack: crash
                nodes: 2
                %s
                """
                    .formatted(anyrack.bootLinux()))
            .up();
    Node one = rack.node("node-1");
    Node two = rack.node("node-2");
    rack.run("power", "node-1", "node-2", "on").expectDone();
    try (Guest first = one.guest();
        Guest second = two.guest()) {
      first.awaitLinux();
      second.awaitLinux();
      // In a shell of its own, so that the console's says nothing when it ends.
      first.run("(ping %s >/run/ping &)".formatted(two.address()));
      Eventually.await("pings are answered", () -> answered(first) > 2);
    }
    one.boot("disk", "--once");
    two.boot("pxe");
    String log = one.log();
    JsonNode bmc = one.listed().path("bmc");
    ProcessHandle firstMachine = one.machine();
    ProcessHandle secondMachine = two.machine();

    long killed = System.nanoTime();
    rack.killService();
    assertThat(rack.run("status").exit()).isEqualTo(1);
    assertThat(rack.run("status").err()).contains("service", "crash");
    assertThat(one.machine()).isEqualTo(firstMachine);
    rack.up();

    assertThat(one.machine()).isEqualTo(firstMachine);
    assertThat(two.machine()).isEqualTo(secondMachine);
    assertThat(rack.nodes()).allMatch(node -> node.path("power").asString().equals("on"));
    assertThat(one.listed().path("boot").path("device").asString()).isEqualTo("disk");
    assertThat(one.listed().path("boot").path("once").asBoolean()).isTrue();
    assertThat(two.listed().path("boot").path("device").asString()).isEqualTo("pxe");
    assertThat(two.listed().path("boot").path("once").asBoolean()).isFalse();
    assertThat(one.listed().path("bmc")).isEqualTo(bmc);
    assertThat(one.log()).startsWith(log);
    try (Guest first = one.guest()) {
      long away = Duration.ofNanos(System.nanoTime() - killed).toSeconds();
      int before = answered(first);
      Eventually.await("pings are answered again", () -> answered(first) > before + 2);
      first.run("kill -INT $(pidof ping)");
      Eventually.await(
          "ping has counted", () -> number(first, "grep -c transmitted /run/ping") == 1);
      int sent = number(first, "sed -n 's/ packets transmitted.*//p' /run/ping");
      assertThat(sent - answered(first))
          .as("pings lost")
          .isLessThan((int) away + PINGS_LOST_BESIDES);
    }

    rack.killService();
    Files.delete(rack.file());
    rack.down();
    // What was killed may stay in the table of processes until its parent has looked.
    Eventually.await("QEMU is gone", () -> !firstMachine.isAlive() && !secondMachine.isAlive());
    Leftovers.of(anyrack.racks()).expectNone();
  }

  @Test
  void shouldBeRemovedInTheMiddleOfUp() throws Exception {
    Rack rack =
        anyrack.rack(
            """
            rack: half
            nodes: 20
            """);
    Process up = anyrack.start("up", "-f", rack.file().toString());
    try {
      Eventually.await(
          "a first node is made",
          () -> Files.exists(rack.state().resolve("nodes/node-1/disk.qcow2")));
    } finally {
      up.destroyForcibly().waitFor();
    }
    rack.down();
    Leftovers.of(anyrack.racks()).expectNone();
  }

  private static int answered(Guest guest) {
    return number(guest, "grep -c seq= /run/ping");
  }

  private static int number(Guest guest, String command) {
    return Integer.parseInt(guest.run(command).out().strip());
  }
}
