package io.anyrack.netsync.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What dnsmasq's files and a person's list say. */
final class LinesTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

  static List<Arguments> hosts() {
    return List.of(
        argumentSet(
            "neutron",
            """
            fa:16:3e:0a:0b:0c,host-192-0-2-5.openstacklocal.,192.0.2.5
            52:54:00:0a:0b:0d,host-192-0-2-6.openstacklocal.,192.0.2.6,set:port-1f2e
            """,
            List.of("fa:16:3e:0a:0b:0c 192.0.2.5", "52:54:00:0a:0b:0d 192.0.2.6")),
        argumentSet(
            "neutron, IPv6",
            "fa:16:3e:0a:0b:0c,host-2001-db8--5.openstacklocal.,[2001:db8::5]\n",
            List.of("fa:16:3e:0a:0b:0c 2001:db8::5")),
        argumentSet(
            "a client identifier",
            "a0:36:9f:0a:0b:0c,id:ff:00:00:01,node,192.0.2.5\n",
            List.of("a0:36:9f:0a:0b:0c 192.0.2.5")),
        argumentSet("the inspector's refusal", "52:54:00:0a:0b:0c,ignore\n", List.of()),
        argumentSet("the inspector's rule for all", "*:*:*:*:*:*,ignore\n", List.of()),
        argumentSet("a tag without an address", "fa:16:3e:0a:0b:0c,set:port-1f2e\n", List.of()),
        argumentSet("half a line", "fa:16:3e:0a:0b:0c,node,192.0.2.1", List.of()),
        argumentSet("a comment", "#fa:16:3e:0a:0b:0c,192.0.2.1\n", List.of()),
        argumentSet("no address", "fa:16:3e:0a:0b:0c,node,192.0.2.256\n", List.of()));
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void readsHosts(String text, List<String> said) {
    assertThat(HostLines.read(TextFile.lines(text)))
        .extracting(each -> each.mac() + " " + each.address())
        .isEqualTo(said);
  }

  static List<Arguments> leases() {
    return List.of(
        argumentSet(
            "IPv4",
            "1700000100 52:54:00:0a:0b:0c 192.0.2.101 * 01:52:54:00:0a:0b:0c\n",
            List.of("52:54:00:0a:0b:0c 192.0.2.101")),
        argumentSet(
            "for ever",
            "0 52:54:00:0a:0b:0c 192.0.2.101 n *\n",
            List.of("52:54:00:0a:0b:0c 192.0.2.101")),
        argumentSet("over", "1700000000 52:54:00:0a:0b:0c 192.0.2.101 n *\n", List.of()),
        argumentSet(
            "another kind of hardware", "0 06-52:54:00:0a:0b:0c 192.0.2.101 n *\n", List.of()),
        argumentSet(
            "IPv6, DUID-LLT and DUID-LL and another",
            """
            duid 00:01:00:01:2a:2b:2c:2d:02:00:00:00:00:01
            0 1234 2001:db8::5 n 00:01:00:01:2a:2b:2c:2d:52:54:00:0a:0b:0c
            0 T1234 2001:db8::6 n 00:03:00:01:52:54:00:0a:0b:0d
            0 1234 2001:db8::7 n 00:04:52:54:00:0a:0b:0e
            """,
            List.of("52:54:00:0a:0b:0c 2001:db8::5", "52:54:00:0a:0b:0d 2001:db8::6")),
        argumentSet("half a line", "0 52:54:00:0a:0b:0c 192.0.2.10", List.of()));
  }

  @ParameterizedTest
  @MethodSource("leases")
  void readsLeases(String text, List<String> said) {
    assertThat(LeaseLines.read(TextFile.lines(text), NOW))
        .extracting(each -> each.mac() + " " + each.address())
        .isEqualTo(said);
  }

  @Test
  void readsALists() {
    var said =
        ListText.read(
            """
            addresses:
              00:16:3e:0a:0b:0c: 192.0.2.31
              00:16:3e:0a:0b:0d: [192.0.2.32, "2001:db8::32"]
            shared:
              - 192.0.2.9
              - {address: 192.0.2.10, roles: [control]}
              - {address: 192.0.2.16/28, mac: "00:00:5e:00:01:01"}
            """);
    assertThat(said.given())
        .extracting(each -> each.mac() + " " + each.address())
        .containsExactlyInAnyOrder(
            "00:16:3e:0a:0b:0c 192.0.2.31",
            "00:16:3e:0a:0b:0d 192.0.2.32",
            "00:16:3e:0a:0b:0d 2001:db8::32");
    assertThat(said.shared())
        .extracting(each -> each.address() + " " + each.mac().isPresent() + " " + each.meant())
        .containsExactly(
            "192.0.2.9 false Everyone[]",
            "192.0.2.10 false Roles[names=[control]]",
            "192.0.2.16/28 true Everyone[]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "adresses: {}",
        "shared: 192.0.2.9",
        "shared: [{adress: 192.0.2.9}]",
        "shared: [192.0.2.300]",
        "addresses: {node-1: 192.0.2.9}",
        "addresses: {'00:16:3e:0a:0b:0c': 192}",
        "shared: [",
      })
  void refusesWhatIsNoList(String text) {
    assertThatThrownBy(() -> ListText.read(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
