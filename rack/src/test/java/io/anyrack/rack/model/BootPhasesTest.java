package io.anyrack.rack.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.rack.RackException;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.BootPhases.Phase;
import io.anyrack.rack.model.Nic.DhcpOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a port is told in a phase. */
class BootPhasesTest {
  private static final BootPhases PHASES =
      new BootPhases(
          List.of(new DhcpOption("67", "http://192.0.2.240/inspector.ipxe")),
          List.of(new DhcpOption("tag:ipxe,bootfile-name", "http://192.0.2.240/boot.ipxe")));

  private static Nic nic(DhcpOption... own) {
    return new Nic(
        "provision",
        new MacAddress(1),
        Optional.empty(),
        Network.Guard.EXACT,
        List.of(),
        List.of(own));
  }

  @Test
  void shouldReplaceWhatIsToldToTheSameClients() {
    DhcpOption all = new DhcpOption("bootfile-name", "a");
    DhcpOption ipxe = new DhcpOption("tag:ipxe,bootfile-name", "b");
    DhcpOption others = new DhcpOption("tag:!ipxe,bootfile-name", "c");
    DhcpOption time = new DhcpOption("ntp-server", "192.0.2.1");
    Nic nic = nic(all, ipxe, others, time);

    assertThat(PHASES.during(Phase.LOCAL, nic)).isSameAs(nic);
    assertThat(PHASES.during(Phase.INSPECT, nic).dhcpOptions())
        .containsExactly(PHASES.inspect().getFirst(), time);
    assertThat(PHASES.during(Phase.DEPLOY, nic).dhcpOptions())
        .containsExactly(PHASES.deploy().getFirst(), all, others, time);
  }

  @Test
  void shouldTellOptionsOfIpv6BesideThoseOfIpv4() {
    DhcpOption four = new DhcpOption("59", "60"); // T2
    DhcpOption six = new DhcpOption("option6:bootfile-url", "tftp://[2001:db8::1]/other.efi");
    BootPhases phases =
        new BootPhases(
            List.of(new DhcpOption("option6:59", "tftp://[2001:db8::1]/boot.efi")), List.of());

    assertThat(phases.during(Phase.INSPECT, nic(four, six)).dhcpOptions())
        .containsExactly(phases.inspect().getFirst(), four);
  }

  @Test
  void shouldRefuseAPhaseNothingIsSaidOf() {
    BootPhases inspect = new BootPhases(PHASES.inspect(), List.of());
    assertThatCode(() -> inspect.demand(Phase.INSPECT)).doesNotThrowAnyException();
    assertThatCode(() -> inspect.demand(Phase.LOCAL)).doesNotThrowAnyException();
    assertThatThrownBy(() -> inspect.demand(Phase.DEPLOY))
        .isInstanceOf(RackException.class)
        .hasMessageContaining("phases: { deploy: {");
  }
}
