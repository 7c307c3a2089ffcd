package io.anyrack.cli.verify;

import static io.anyrack.openstack.neutron.Attributes.none;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.cli.verify.Verdict.Fail;
import io.anyrack.cli.verify.Verdict.Pass;
import io.anyrack.cli.verify.Verdict.Skip;
import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.rack.net.Tap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What checks say of a rack in a project that is right, and of ones that are wrong. */
class ProjectVantageTest {
  private static final String INSTALLER_DHCP = "dhcp: installer";
  private static final String INSTALLER_METADATA = "metadata: { installer: 192.0.2.240 }";
  private static final String BY_INSTALLER = "way 192.0.2.240 " + ProjectRack.PLAIN + "\n";

  @TempDir private Path directory;
  private FakeService service;

  @BeforeEach
  void start() {
    service = new FakeService(directory);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private ProjectRack rack(String keys, boolean plain) throws IOException {
    return new ProjectRack(directory, service, keys, plain);
  }

  private static Verdict withServer(ProjectRack rack, String at, String offered)
      throws InterruptedException {
    try (Tap tap = rack.lab.fabric().tap(at, 0, true).orElseThrow()) {
      Thread server = Thread.ofVirtual().start(() -> OneOffer.answer(tap, "192.0.2.240", offered));
      try {
        return rack.dhcp();
      } finally {
        server.interrupt();
      }
    }
  }

  @Test
  void shouldHearTheDhcpServerOfTheInstallerFromAnotherServer()
      throws IOException, InterruptedException {
    try (ProjectRack rack = rack(INSTALLER_DHCP, true)) {
      assertThat(withServer(rack, "inst", "192.0.2.31"))
          .isEqualTo(new Pass("192.0.2.240 offers 192.0.2.31, nobody else"));
      assertThat(rack.dhcp())
          .isEqualTo(
              new Fail(
                  "nobody answers a DISCOVER from plain",
                  "start the installer's DHCP server on this network"));
    }
  }

  @Test
  void shouldNotSayOfTheInstallerWhatItDoesNotHearItself()
      throws IOException, InterruptedException {
    try (ProjectRack rack = rack(INSTALLER_DHCP, false)) {
      rack.server("inst").says("reading the DHCP sockets", ProjectRack.SERVING);
      assertThat(rack.dhcp())
          .isEqualTo(
              new Skip(
                  "nobody else answers; whether the DHCP server that runs on inst does, it does not"
                      + " hear itself",
                  "give the rack another server on provision to ask from"));
      rack.server("inst").says("reading the DHCP sockets", ProjectRack.QUIET);
      assertThat(rack.dhcp().found()).isEqualTo("nobody answers a DISCOVER from inst");
    }
  }

  @Test
  void shouldNotOverlookARogueServerOnTheHostThatAsks() throws IOException, InterruptedException {
    try (ProjectRack rack = rack("dhcp: none", false)) {
      assertThat(rack.dhcp()).isEqualTo(new Pass("nobody answers, as dhcp: none wants it"));
      rack.server("inst").says("reading the DHCP sockets", ProjectRack.SERVING);
      assertThat(rack.dhcp()).isInstanceOf(Skip.class);
    }
    try (ProjectRack rack = rack("dhcp: none", true)) {
      assertThat(withServer(rack, "inst", "192.0.2.77"))
          .isInstanceOf(Fail.class)
          .extracting(Verdict::found)
          .isEqualTo("192.0.2.240 answers, and dhcp: none wants nobody to");
    }
  }

  @Test
  void shouldSayThatTheInstallerOffersWhatIsNotInThePool()
      throws IOException, InterruptedException {
    try (ProjectRack rack = rack(INSTALLER_DHCP + ", pool: 192.0.2.40-192.0.2.99", true)) {
      assertThat(withServer(rack, "inst", "192.0.2.100").found())
          .isEqualTo("192.0.2.240 offers 192.0.2.100, outside of the pool 192.0.2.40-192.0.2.99");
      assertThat(withServer(rack, "inst", "192.0.2.99")).isInstanceOf(Pass.class);
      assertThat(withServer(rack, "inst", "192.0.2.31"))
          .as("the node's own address")
          .isInstanceOf(Pass.class);
    }
  }

  @Test
  void shouldAskFromAnotherServerWhereOneLetsNobodyIn() throws IOException, InterruptedException {
    try (ProjectRack rack = rack(INSTALLER_DHCP, true)) {
      rack.close("plain");
      assertThat(rack.dhcp().found()).isEqualTo("nobody answers a DISCOVER from inst");
      rack.close("inst");
      assertThatThrownBy(rack::dhcp)
          .isInstanceOf(CannotTryException.class)
          .hasMessageContaining("198.51.100.9 cannot be reached");
    }
  }

  @Test
  void shouldSayWhatTheCloudTellsANodeWhateverTheRackFileSays()
      throws IOException, InterruptedException {
    try (ProjectRack rack = rack("dhcp: cloud", true)) {
      int carried = rack.vantage.mtu(rack.rack.networks().getFirst());
      rack.change(
          "a",
          Attributes.dhcpOptions(none(), List.of(new Port.DhcpOption("26", "1300", 4)), List.of()));
      assertThat(rack.mtu())
          .isInstanceOf(Fail.class)
          .extracting(Verdict::found)
          .isEqualTo("a is told 1300, the network carries " + carried);
    }
  }

  @Test
  void shouldAskForMetadataFromAnotherServerThanTheOneThatAnswers()
      throws IOException, InterruptedException {
    try (ProjectRack rack = rack("dhcp: none, " + INSTALLER_METADATA, true)) {
      rack.server("inst").says("asking for metadata", "http 200\n");
      rack.server("plain").says("asking for metadata", BY_INSTALLER + "http 200\n");
      assertThat(rack.metadata())
          .isEqualTo(new Pass("the installer answers with HTTP status 200, asked from plain"));
      rack.server("plain").says("asking for metadata", BY_INSTALLER + "silent Timed out\n");
      assertThat(rack.metadata())
          .isInstanceOf(Fail.class)
          .extracting(Verdict::found)
          .isEqualTo("nothing answers at 169.254.169.254, asked from plain: Timed out");
      rack.server("plain").says("asking for metadata", BY_INSTALLER + "http 503\n");
      assertThat(rack.metadata())
          .isInstanceOf(Fail.class)
          .extracting(Verdict::found)
          .isEqualTo("the installer answers with HTTP status 503, asked from plain");
    }
  }

  @Test
  void shouldLookAtTheCloudWhereOnlyTheInstallerCanAskItself()
      throws IOException, InterruptedException {
    String keys = "dhcp: none, " + INSTALLER_METADATA;
    for (boolean plain : new boolean[] {false, true}) {
      try (ProjectRack rack = rack(keys, plain)) {
        // The other server's metadata are the cloud's: it proves nothing of the installer's.
        rack.server("plain")
            .says("asking for metadata", "way 10.0.0.1 52:54:00:00:00:ff\nhttp 200\n");
        rack.server("inst").says("asking for metadata", "http 200\n");
        assertThat(rack.metadata())
            .isInstanceOf(Fail.class)
            .extracting(Verdict::found)
            .isEqualTo(
                "the cloud drops what 192.0.2.240 sends from 169.254.169.254: its port has no such"
                    + " address pair");
        rack.change(
            "inst",
            Attributes.allowedPairs(
                none(), List.of(new Port.AddressPair("169.254.0.1/16", Optional.empty()))));
        assertThat(rack.metadata())
            .isEqualTo(
                new Pass(
                    "the installer answers with HTTP status 200, asked on inst itself; as the cloud"
                        + " has it, its port lets that address through"));
        rack.server("inst").says("asking for metadata", "silent Connection refused\n");
        assertThat(rack.metadata())
            .isInstanceOf(Fail.class)
            .extracting(Verdict::found)
            .asString()
            .startsWith("nothing answers at 169.254.169.254, asked on inst itself");
      }
    }
  }

  @Test
  void shouldNotTakeTheInstallersOwnMetadataForTheClouds()
      throws IOException, InterruptedException {
    try (ProjectRack rack = rack("dhcp: cloud", false)) {
      rack.server("inst").says("asking for metadata", "way 0.0.0.0 52:54:00:00:00:ff\nhttp 200\n");
      assertThatThrownBy(rack::metadata)
          .isInstanceOf(CannotTryException.class)
          .hasMessage("nobody can ask on provision: 169.254.169.254 is another way from inst");
      rack.server("inst")
          .says("asking for metadata", "way 192.0.2.1 " + ProjectRack.INSTALLER + "\nhttp 200\n");
      assertThat(rack.metadata())
          .isEqualTo(new Pass("the cloud answers with HTTP status 200, asked from inst"));
    }
  }

  @Test
  void shouldFindEachFaultOfARackInAProject() throws IOException, InterruptedException {
    service
        .says("nodes", "{\"nodes\": []}")
        .says("status", "{\"nodes\": [{\"name\": \"a\", \"state\": \"off\"}]}")
        .says("trial", "{\"reached\": false, \"last\": \"DHCP: nobody answers\"}")
        .says("hello", "{\"pid\": 17}");
    try (ProjectRack rack = rack("dhcp: none, " + INSTALLER_METADATA, true);
        Tap rogue = rack.lab.fabric().tap("inst", 0, true).orElseThrow()) {
      rack.change(
          "a",
          Attributes.dhcpOptions(none(), List.of(new Port.DhcpOption("26", "9", 4)), List.of()));
      rack.server("inst")
          .says("asking for metadata", "http 200\n")
          .says(
              "reading sockets",
              """
              == udp
                6: 00000000:1A85 00000000:0000 07 00000000:00000000 00:00000000 00000000 0 0 5 2 0
              == fd
              socket:[5]
              """);
      Thread server =
          Thread.ofVirtual().start(() -> OneOffer.answer(rogue, "192.0.2.240", "192.0.2.77"));
      try {
        List<Row> rows =
            new Verification(
                    new Checks(
                            rack.rack,
                            service.client(),
                            rack.vantage,
                            new Wishes(List.of("a"), List.of(), java.time.Duration.ofSeconds(9)),
                            // A broadcast address, to which TCP never leaves the machine.
                            _ -> "255.255.255.255")
                        .all(),
                    (subject, step, state) -> {})
                .run();
        assertThat(rows)
            .filteredOn(row -> row.verdict() instanceof Fail)
            .extracting(row -> row.check() + ": " + row.verdict().found())
            .satisfiesExactlyInAnyOrder(
                row -> assertThat(row).startsWith("reachable: no SSH at 255.255.255.255:22"),
                row ->
                    assertThat(row)
                        .isEqualTo("dhcp: 192.0.2.240 answers, and dhcp: none wants nobody to"),
                row -> assertThat(row).startsWith("mtu: a is told 9, the network carries"),
                row -> assertThat(row).startsWith("metadata: the cloud drops what 192.0.2.240"),
                row ->
                    assertThat(row)
                        .isEqualTo(
                            "boot: did not run the boot script within 9 s; last seen: DHCP: nobody"
                                + " answers"),
                row ->
                    assertThat(row)
                        .isEqualTo("listeners: listens where it should not: udp *:6789"));
      } finally {
        server.interrupt();
      }
    }
  }
}
