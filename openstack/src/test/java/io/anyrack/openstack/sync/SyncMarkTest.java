package io.anyrack.openstack.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.openstack.neutron.Port;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.sync.GuardedPort.Pair;
import io.anyrack.rack.sync.Mark;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What sync writes on ports, and reads on those that it wrote on long ago. */
class SyncMarkTest {
  private static final Pair VIP =
      new Pair(IpPrefix.parse("192.0.2.9"), MacAddress.parse("52:54:00:00:00:01"));
  private static final Pair WIDE =
      new Pair(IpPrefix.parse("2001:db8::/64"), MacAddress.parse("00:00:5e:00:01:01"));

  private static Port port(String description) {
    return new Port(
        "id",
        "name",
        description,
        "network",
        "52:54:00:00:00:01",
        List.of(),
        List.of(),
        List.of(
            new Port.AddressPair("192.0.2.9", Optional.empty()),
            new Port.AddressPair("2001:db8::/64", Optional.of("00:00:5e:00:01:01"))),
        List.of(),
        true,
        true,
        "ACTIVE",
        "",
        "",
        List.of(),
        1);
  }

  @Test
  void shouldMarkPairsInTheSameWayForEver() {
    assertThat(SyncMark.described(port("mine"), new Mark(true, Set.of(VIP, WIDE))))
        .isEqualTo("mine sync=@hEg2kNNv");
    assertThat(SyncMark.described(port("mine sync=@hEg2"), Mark.NONE)).isEqualTo("mine");
    assertThat(SyncMark.of(port("mine sync=kNNv")).among(List.of(VIP, WIDE)))
        .isEqualTo(new Mark(false, Set.of(WIDE)));
    assertThat(SyncMark.added(port("mine sync=hEg2")))
        .extracting(Port.AddressPair::cidr)
        .containsExactly("192.0.2.9");
  }
}
