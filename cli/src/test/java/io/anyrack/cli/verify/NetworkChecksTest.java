package io.anyrack.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.ipmi.console.Wire;
import io.anyrack.local.ethernet.Frame;
import io.anyrack.local.ip.ArpPacket;
import io.anyrack.local.ip.IcmpMessage;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.net.Tap;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the checks of a network say of one that is right, and of ones that are wrong. */
class NetworkChecksTest {
  private static final String RIGHT =
      """
      rack: lab
      networks: [{ name: provision, cidr: 192.0.2.0/24, mtu: 1400, guard: exact }]
      nodes:
        - { name: a, networks: [{ name: provision, address: 192.0.2.31, allowed-pairs: [192.0.2.9] }] }
        - { name: b, networks: [{ name: provision, address: 192.0.2.32, allowed-pairs: [192.0.2.9] }] }
      """;

  private static String with(String from, String to) {
    assertThat(RIGHT).contains(from);
    return RIGHT.replace(from, to);
  }

  @Test
  void shouldPassOnANetworkAsItShouldBe() throws InterruptedException {
    try (SwitchedRack lab = new SwitchedRack(RIGHT)) {
      assertThat(lab.dhcp())
          .isEqualTo(new Verdict.Pass("192.0.2.1 offers 192.0.2.31, nobody else"));
      assertThat(lab.mtu())
          .isEqualTo(new Verdict.Pass("1400 passes, 1401 does not; DHCP tells it"));
      assertThat(lab.metadata())
          .isEqualTo(new Verdict.Pass("the cloud answers with HTTP status 200"));
      assertThat(lab.vip("192.0.2.9"))
          .isEqualTo(new Verdict.Pass("answers at a, and after its move at b"));
    }
  }

  @Test
  void shouldSayThatAnMtuIsToldThatTheNetworkDoesNotCarry() throws InterruptedException {
    String told = with("192.0.2.32,", "192.0.2.32, dhcp-options: { mtu: 1500 },");
    try (SwitchedRack lab = new SwitchedRack(told)) {
      assertThat(lab.mtu())
          .isInstanceOf(Verdict.Fail.class)
          .extracting(Verdict::found)
          .isEqualTo("b is told 1500, the network carries 1400");
    }
  }

  @Test
  void shouldMeasureWhatReallyPasses() throws InterruptedException {
    try (SwitchedRack lab = new SwitchedRack(RIGHT);
        SwitchedRack smaller = new SwitchedRack(with("1400", "1300"))) {
      // The switch is as the rack file was before: DHCP and the file say what it does not do.
      lab.fabric().configure(smaller.rack);
      assertThat(lab.mtu().found())
          .isEqualTo("the largest packet that passes is 1300, told is 1400");
    }
  }

  @Test
  void shouldFindASecondDhcpServer() throws InterruptedException {
    try (SwitchedRack lab = new SwitchedRack(with("guard: exact", "guard: 'off'"));
        Tap rogue = lab.fabric().tap("b", 0, true).orElseThrow()) {
      Thread server =
          Thread.ofVirtual().start(() -> OneOffer.answer(rogue, "192.0.2.66", "192.0.2.77"));
      try {
        assertThat(lab.dhcp())
            .isEqualTo(
                new Verdict.Fail(
                    "192.0.2.1 and 192.0.2.66 answer, and only 192.0.2.1 should",
                    "stop the others: nodes take whoever is first"));
      } finally {
        server.interrupt();
      }
    }
  }

  @Test
  void shouldSayThatNobodyAnswersDhcp() throws InterruptedException {
    try (SwitchedRack lab = new SwitchedRack(with("mtu: 1400", "dhcp: installer"))) {
      assertThat(lab.dhcp().found()).isEqualTo("nobody answers a DISCOVER from a port beside a");
    }
  }

  @Test
  void shouldSayThatTheInstallerOffersAddressesOfAnotherNetwork() throws InterruptedException {
    String text =
        with(
            "mtu: 1400, guard: exact",
            "dhcp: installer, guard: 'off', pool: 192.0.2.30-192.0.2.99");
    try (SwitchedRack lab = new SwitchedRack(text);
        Tap installer = lab.fabric().tap("b", 0, true).orElseThrow()) {
      Thread server =
          Thread.ofVirtual().start(() -> OneOffer.answer(installer, "192.0.2.66", "198.51.100.7"));
      try {
        assertThat(lab.dhcp().found())
            .isEqualTo("192.0.2.66 offers 198.51.100.7, outside of 192.0.2.0/24");
      } finally {
        server.interrupt();
      }
    }
  }

  @Test
  void shouldSaySomebodyAnswersDhcpWhereNobodyShould() throws InterruptedException {
    String text = with("mtu: 1400, guard: exact", "dhcp: none, guard: 'off'");
    try (SwitchedRack lab = new SwitchedRack(text);
        Tap rogue = lab.fabric().tap("b", 0, true).orElseThrow()) {
      assertThat(lab.dhcp()).isEqualTo(new Verdict.Pass("nobody answers, as dhcp: none wants it"));
      Thread server =
          Thread.ofVirtual().start(() -> OneOffer.answer(rogue, "192.0.2.66", "192.0.2.77"));
      try {
        assertThat(lab.dhcp())
            .isInstanceOf(Verdict.Fail.class)
            .extracting(Verdict::found)
            .isEqualTo("192.0.2.66 answers, and dhcp: none wants nobody to");
      } finally {
        server.interrupt();
      }
    }
  }

  @Test
  void shouldSayThatTheMetadataOfAnInstallerThatIsNotThereIsMissing() throws InterruptedException {
    String text = with("mtu: 1400,", "metadata: { installer: 192.0.2.240 },");
    try (SwitchedRack lab = new SwitchedRack(text)) {
      assertThat(lab.metadata())
          .isInstanceOf(Verdict.Fail.class)
          .extracting(Verdict::found)
          .isEqualTo("nobody has 192.0.2.240 on provision");
    }
  }

  @Test
  void shouldSayThatDhcpTellsAnotherWayToTheMetadata() throws InterruptedException {
    String text = with("mtu: 1400,", "metadata: { installer: 192.0.2.240 },");
    try (SwitchedRack lab = new SwitchedRack(text);
        SwitchedRack moved = new SwitchedRack(text.replace(".240", ".241"))) {
      lab.tell(moved.rack);
      assertThat(lab.metadata())
          .isEqualTo(
              new Verdict.Fail(
                  "DHCP does not tell that 169.254.169.254 is behind 192.0.2.240",
                  "run `anyrack up`: it sets the network's host route"));
    }
  }

  @Test
  void shouldSkipMetadataThatNobodyIsToAnswer() throws InterruptedException {
    try (SwitchedRack lab = new SwitchedRack(with("mtu: 1400,", "metadata: none,"))) {
      assertThat(lab.metadata()).isInstanceOf(Verdict.Skip.class);
    }
  }

  @Test
  void shouldSayWhoseGuardDropsAVirtualAddress() throws InterruptedException {
    try (SwitchedRack lab = new SwitchedRack(RIGHT);
        SwitchedRack closed =
            new SwitchedRack(with("192.0.2.32, allowed-pairs: [192.0.2.9]", "192.0.2.32"))) {
      // The rack file was changed, and nobody applied it to the switch.
      lab.fabric().configure(closed.rack);
      assertThat(lab.vip("192.0.2.9").found()).isEqualTo("the guard of b drops it (arp-spoof)");
    }
  }

  @Test
  void shouldSayThatAVirtualAddressIsOpenOnOnePortOnly() throws InterruptedException {
    try (SwitchedRack lab = new SwitchedRack(RIGHT)) {
      assertThat(lab.vip("192.0.2.10"))
          .isInstanceOf(Verdict.Fail.class)
          .extracting(Verdict::found)
          .isEqualTo("192.0.2.10 is open on 0 port(s) of provision");
    }
  }

  @Test
  void shouldNotTakeAVirtualAddressFromNodesThatRun() {
    try (SwitchedRack lab = new SwitchedRack(RIGHT, Set.of("b"))) {
      assertThatThrownBy(() -> lab.vip("192.0.2.9"))
          .isInstanceOf(CannotTryException.class)
          .hasMessageContaining("fewer than two nodes");
    }
  }

  @Test
  void shouldSayWhereAVirtualAddressAnswersOfNodesThatOnlyMoveItThemselves()
      throws InterruptedException {
    try (SwitchedRack lab = new SwitchedRack(RIGHT);
        Tap b = lab.fabric().tap("b", 0, true).orElseThrow()) {
      OnlyNodes vantage = new OnlyNodes(lab);
      assertThat(lab.vip("192.0.2.9", vantage).found())
          .isEqualTo(
              "it is open for a and b; none of them has it now, as seen from a port beside a");

      Thread holder = Thread.ofVirtual().start(() -> hold(b, lab.mac("b"), true));
      try {
        assertThat(lab.vip("192.0.2.9", vantage))
            .isEqualTo(
                new Verdict.Pass(
                    "it is open for a and b; answers at b, as seen from a port beside a"));
      } finally {
        holder.interrupt();
      }
    }
  }

  @Test
  void shouldSayThatTheHolderOfAVirtualAddressIsDeafOrSomebodyElse() throws InterruptedException {
    try (SwitchedRack lab = new SwitchedRack(with("guard: exact", "guard: 'off'"));
        Tap b = lab.fabric().tap("b", 0, true).orElseThrow()) {
      OnlyNodes vantage = new OnlyNodes(lab);
      Thread deaf = Thread.ofVirtual().start(() -> hold(b, lab.mac("b"), false));
      try {
        assertThat(lab.vip("192.0.2.9", vantage))
            .isInstanceOf(Verdict.Fail.class)
            .extracting(Verdict::found)
            .isEqualTo("it is open for a and b; b has it and answers no echo");
      } finally {
        deaf.interrupt();
      }
    }
    try (SwitchedRack lab = new SwitchedRack(with("guard: exact", "guard: 'off'"));
        Tap b = lab.fabric().tap("b", 0, true).orElseThrow()) {
      MacAddress stranger = MacAddress.parse("02:00:00:00:00:66");
      Thread other = Thread.ofVirtual().start(() -> hold(b, stranger, true));
      try {
        assertThat(lab.vip("192.0.2.9", new OnlyNodes(lab)))
            .isInstanceOf(Verdict.Fail.class)
            .extracting(Verdict::found)
            .isEqualTo("it is open for a and b, and 02:00:00:00:00:66 has it");
      } finally {
        other.interrupt();
      }
    }
  }

  /** As on a cloud: nobody can stand in the place of a node. */
  private record OnlyNodes(SwitchedRack lab) implements Vantage {
    @Override
    public Sharers sharers(Network network, Ipv4Address shared) {
      return new Sharers.Nodes(Map.of(lab.mac("a"), Set.of("a"), lab.mac("b"), Set.of("b")));
    }

    @Override
    public Standpoint at(Network network) {
      return lab.vantage.at(network);
    }

    @Override
    public Wire bmc(InetSocketAddress address) {
      throw new AssertionError("no BMC is asked");
    }

    @Override
    public String bmcFrom() {
      return lab.vantage.bmcFrom();
    }

    @Override
    public Set<Ipv4Address> dhcpServers(Network network) {
      return lab.vantage.dhcpServers(network);
    }

    @Override
    public int mtu(Network network) {
      return lab.vantage.mtu(network);
    }

    @Override
    public Map<String, Integer> mtus(Network network) {
      return lab.vantage.mtus(network);
    }

    @Override
    public boolean unheard(Standpoint here) {
      return false;
    }

    @Override
    public MetadataAnswer metadata(Network network, Ipv4Address via) throws InterruptedException {
      return lab.vantage.metadata(network, via);
    }

    @Override
    public Optional<String> sockets() {
      return lab.vantage.sockets();
    }
  }

  /** A node that has 192.0.2.9; its stack answers echoes, too, or only says where it is. */
  private static void hold(Tap at, MacAddress mac, boolean echoes) {
    Ipv4Address own = Ipv4Address.parse("192.0.2.9");
    try {
      while (true) {
        Optional<Frame> frame = at.receive(Duration.ofSeconds(1)).map(Frame::of);
        frame
            .flatMap(Exchange::arp)
            .filter(arp -> arp.operation() == ArpPacket.REQUEST && arp.target().equals(own))
            .ifPresent(arp -> at.send(arp.reply(mac).toFrame()));
        frame
            .flatMap(Exchange::ip)
            .filter(packet -> echoes && packet.destination().equals(own))
            .flatMap(
                packet ->
                    IcmpMessage.echoReply(
                        packet,
                        /* destination= */ new MacAddress(packet.frame().source()),
                        /* source= */ mac))
            .ifPresent(at::send);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
