package io.anyrack.netboot.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.anyrack.netboot.event.BootEvent;
import io.anyrack.netboot.file.BootPrograms;
import io.anyrack.netboot.port.Ports;
import io.anyrack.netboot.port.Racks;
import io.anyrack.rack.address.Endpoint;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.net.Attachment;
import io.anyrack.rack.net.Datagram;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DhcpServiceTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Ipv4Address OURS = Ipv4Address.parse("192.0.2.10");

  private final List<BootEvent> events = new ArrayList<>();
  private final List<Datagram> replies = new ArrayList<>();
  private final Ports ports = new Ports(Racks.rack(Racks.network(), Racks.NO_BOOT));
  private final DhcpService service =
      new DhcpService(
          new DhcpResponder(BootPrograms.in(List.of()), Duration.ofHours(1)),
          () -> ports,
          events::add,
          Clock.fixed(NOW, ZoneOffset.UTC));

  static Stream<Arguments> destinations() {
    Ipv4Address none = Ipv4Address.ANY;
    return Stream.of(
        argumentSet("unicast to the new address", false, none, OURS, "192.0.2.10"),
        argumentSet("broadcast if the client wants it", true, none, OURS, "255.255.255.255"),
        argumentSet("unicast to an address in use", true, OURS, none, "192.0.2.10"),
        argumentSet(
            "a NAK is broadcast", false, Ipv4Address.parse("192.0.2.77"), none, "255.255.255.255"));
  }

  /** RFC 2131 §4.1. */
  @ParameterizedTest
  @MethodSource
  void destinations(boolean broadcast, Ipv4Address ciaddr, Ipv4Address asked, String expected) {
    DhcpOptions options = DhcpOptions.NONE.with(MessageType.REQUEST);
    receive(
        Racks.attachment(1),
        broadcast,
        ciaddr,
        asked.equals(Ipv4Address.ANY) ? options : options.with(50, asked));

    assertThat(replies).hasSize(1);
    assertThat(replies.getFirst().source())
        .isEqualTo(new Endpoint(Ipv4Address.parse("192.0.2.1"), 67));
    assertThat(replies.getFirst().destination())
        .isEqualTo(new Endpoint(Ipv4Address.parse(expected), 68));
  }

  @Test
  void tellsOfDiscoverAndAck() {
    DhcpOptions ipxe = DhcpOptions.NONE.with(77, "iPXE");
    receive(Racks.attachment(1), false, Ipv4Address.ANY, ipxe.with(MessageType.DISCOVER));
    receive(
        Racks.attachment(1), false, Ipv4Address.ANY, ipxe.with(MessageType.REQUEST).with(50, OURS));

    assertThat(events)
        .containsExactly(
            new BootEvent.DiscoverSeen(NOW, "node-1", "iPXE"),
            new BootEvent.AckGiven(NOW, "node-1", "iPXE", OURS));

    receive(Racks.attachment(1), false, OURS, ipxe.with(MessageType.INFORM));

    assertThat(replies).hasSize(3);
    assertThat(events).as("an INFORM is given no address").hasSize(2);
  }

  @Test
  void aPortThatTheRackNoLongerHasGetsSilence() {
    Attachment known = Racks.attachment(1);
    Attachment gone = new Attachment(known.network(), "node-9", 0, known.mac(), Optional.of(OURS));

    receive(gone, false, Ipv4Address.ANY, DhcpOptions.NONE.with(MessageType.DISCOVER));

    assertThat(replies).isEmpty();
  }

  @Test
  void aPortWithoutAnAddressGetsSilence() {
    Attachment known = Racks.attachment(1);
    Attachment bare =
        new Attachment(known.network(), known.node(), 0, known.mac(), Optional.empty());

    receive(bare, false, Ipv4Address.ANY, DhcpOptions.NONE.with(MessageType.DISCOVER));

    assertThat(replies).isEmpty();
  }

  @Test
  void noiseGetsSilence() {
    service.receive(Racks.attachment(1), datagram(new byte[] {1, 2, 3}), replies::add);

    assertThat(replies).isEmpty();
  }

  private void receive(
      Attachment from, boolean broadcast, Ipv4Address ciaddr, DhcpOptions options) {
    DhcpMessage request =
        new DhcpMessage(
            DhcpMessage.Op.BOOTREQUEST,
            1,
            0,
            broadcast,
            ciaddr,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            Racks.MAC,
            "",
            "",
            options);
    service.receive(from, datagram(DhcpCodec.write(request, 1400)), replies::add);
  }

  private static Datagram datagram(byte[] payload) {
    return new Datagram(
        new Endpoint(Ipv4Address.ANY, 68), new Endpoint(Ipv4Address.BROADCAST, 67), payload);
  }
}
