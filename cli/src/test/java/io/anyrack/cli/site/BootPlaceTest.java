package io.anyrack.cli.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.rack.RackException;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.Rack;
import io.anyrack.service.state.RackStore;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BootPlaceTest {
  private static final URI API = URI.create("http://127.0.0.1:5000/v3");

  private static Rack rack(String name, String boot) {
    return RackStore.parse(
        "rack: %s\ncloud: openstack\nnodes: 1\nboot: %s\n".formatted(name, boot), Map.of());
  }

  private static URI unasked() {
    throw new AssertionError("the cloud's configuration is of no interest here");
  }

  @Test
  void isTowardsTheCloudOnAPortOfTheRacksOwn() {
    Rack lab = BootPlace.complete(rack("lab", "{}"), Optional.empty(), () -> API);
    Rack other = BootPlace.complete(rack("other", "{}"), Optional.empty(), () -> API);

    assertThat(lab.boot().address()).contains(Ipv4Address.parse("127.0.0.1"));
    assertThat(lab.boot().port()).isBetween(20_000, 29_999);
    assertThat(lab).isEqualTo(BootPlace.complete(rack("lab", "{}"), Optional.empty(), () -> API));
    assertThat(other.boot().port()).isNotEqualTo(lab.boot().port());
  }

  @Test
  void isWhatTheFileSays() {
    Rack rack = rack("lab", "{ address: 203.0.113.7, port: 8080 }");

    assertThat(BootPlace.complete(rack, Optional.empty(), BootPlaceTest::unasked)).isEqualTo(rack);
  }

  @Test
  void staysWhereItWas() {
    Rack before = rack("lab", "{ address: 203.0.113.7, port: 8080 }");

    assertThat(
            BootPlace.complete(rack("lab", "{}"), Optional.of(before), BootPlaceTest::unasked)
                .boot())
        .isEqualTo(before.boot());
  }

  @Test
  void isNotNeededOnThisMachineItself() {
    Rack local = RackStore.parse("rack: lab\ncloud: local\nnodes: 1\n", Map.of());

    assertThat(BootPlace.complete(local, Optional.empty(), BootPlaceTest::unasked))
        .isEqualTo(local);
  }

  @Test
  void mustBeSaidWhereItCannotBeTold() {
    assertThatThrownBy(
            () ->
                BootPlace.complete(
                    rack("lab", "{}"),
                    Optional.empty(),
                    () -> URI.create("http://cloud.invalid:5000/v3")))
        .isInstanceOf(RackException.class)
        .hasMessageContaining("http://cloud.invalid:5000/v3")
        .hasMessageContaining("boot: {address: ADDRESS}");
  }
}
