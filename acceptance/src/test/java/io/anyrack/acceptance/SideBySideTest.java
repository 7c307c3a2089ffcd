package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two racks on one machine, with the same addresses. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SideBySideTest {
  @RegisterExtension private final Anyrack anyrack = new Anyrack();

  @Test
  void shouldNotSeeEachOther() {
    Rack left = rack("left", "192.0.2.70").up();
    Rack right = rack("right", "192.0.2.71").up();
    left.node("box").bmc().ask("power", "on");
    right.node("box").bmc().ask("power", "on");
    try (Guest one = left.node("box").guest();
        Guest other = right.node("box").guest()) {
      one.awaitLinux();
      other.awaitLinux();
      one.run("ping -c 1 -W 10 192.0.2.1").expectDone();
      other.run("ping -c 1 -W 10 192.0.2.1").expectDone();
      assertThat(one.run("ping -c 2 -W 2 192.0.2.71").out()).contains("0 packets received");
      assertThat(other.run("ping -c 2 -W 2 192.0.2.70").out()).contains("0 packets received");
    }
    left.down();
    assertThat(right.node("box").power()).isEqualTo("on");
    assertThat(anyrack.run("status").expectDone()).contains("box");
    right.down();
    Leftovers.of(anyrack.racks()).expectNone();
  }

  private Rack rack(String name, String address) {
    return anyrack.rack(
        """
        rack: %s
        networks: [{ name: provision, cidr: 192.0.2.0/24 }]
        nodes: [{ name: box, networks: [{ name: provision, address: %s }] }]
        %s
        """
            .formatted(name, address, anyrack.bootLinux()));
  }
}
