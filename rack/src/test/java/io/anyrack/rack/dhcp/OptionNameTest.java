package io.anyrack.rack.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import io.anyrack.rack.dhcp.OptionName.Clients;
import io.anyrack.rack.model.Nic;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionNameTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bootfile-name             | ALL          | 67
          67                        | ALL          | 67
          option:bootfile-name      | ALL          | 67
          tag:ipxe,bootfile-name    | IPXE         | 67
          tag:!ipxe,67              | ALL_BUT_IPXE | 67
          tag:!ipxe,option:T1       | ALL_BUT_IPXE | 58
          server-ip-address         | ALL          | 255
          255                       | ALL          | 255
          224                       | ALL          | 224
          """)
  void names(String text, Clients clients, int code) {
    assertThat(OptionName.of(text)).contains(new OptionName(clients, code));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          option6:bootfile-url           | ALL          | 59
          option6:59                     | ALL          | 59
          tag:ipxe,option6:bootfile-url  | IPXE         | 59
          tag:!ipxe,option6:60           | ALL_BUT_IPXE | 60
          option6:dns-server             | ALL          | 23
          """)
  void namesOfDhcpv6(String text, Clients clients, int code) {
    assertThat(OptionName.of(text)).contains(new OptionName(clients, 6, code));
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(
      strings = {
        "",
        "bootfile",
        "Router",
        "0",
        "067",
        "256",
        "999",
        "tag:ipxe6,67",
        "tag:ipxe,",
        "option:",
        "option:67",
        " 67",
        "tag:ipxe,tag:ipxe,67",
        "53",
        "tag:ipxe,82",
        "option6:",
        "option6:bootfile-name",
        "option6:option:59",
        "option6:1",
        "bootfile-url",
        "router\n"
      })
  void noNames(String text) {
    assertThat(OptionName.of(text)).isEmpty();
  }

  @Test
  void understandsValues() {
    assertThat(value("router", " 192.0.2.1 , 192.0.2.2 "))
        .isEqualTo(
            new OptionValue.Addresses(
                List.of(Ipv4Address.parse("192.0.2.1"), Ipv4Address.parse("192.0.2.2"))));
    assertThat(value("121", "192.0.2.7,192.0.2.1"))
        .isEqualTo(
            new OptionValue.Routes(
                List.of(
                    new OptionValue.Route(
                        Ipv4Network.parse("192.0.2.7/32"), Ipv4Address.parse("192.0.2.1")))));
    assertThat(value("domain-search", "a.example., b"))
        .isEqualTo(new OptionValue.Domains(List.of("a.example", "b")));
    assertThat(value("mtu", "1400")).isEqualTo(new OptionValue.Whole(1400, 2));
    assertThat(value("mtu", "0x0578")).isEqualTo(new OptionValue.Octets("0578"));
    assertThat(value("vendor-encap", "b0:01")).isEqualTo(new OptionValue.Octets("b001"));
    assertThat(value("router", " ")).isEqualTo(new OptionValue.Absent());
    assertThat(value("224", "any text")).isEqualTo(new OptionValue.Text("any text"));
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          default-ttl   | 256         | not a number from 0 to 255
          mtu           | -1          | not a number from 0 to 65535
          lease-time    | 4294967296  | not a number from 0 to 4294967295
          router        | host        | not an IPv4 address
          domain-search | ä.example   | not a domain name
          domain-search | .           | not a domain name
          121           | 0.0.0.0/0   | a route is a network and a router
          43            | 0x          | not octets of two hexadecimal digits each
          """)
  void refusesOtherValues(String name, String text, String message) {
    assertThatThrownBy(() -> value(name, text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
    assertThatThrownBy(() -> new Nic.DhcpOption(name, text)).hasMessageContaining(message);
  }

  /** Each type's example is one, for every option of that type. */
  @Test
  void examplesAreRight() {
    for (String name : OptionName.known()) {
      OptionName option = OptionName.of(name).orElseThrow();
      assertThat(option.value(option.type("x").example())).as(name).isNotNull();
    }
  }

  @Test
  void garbageIsRefusedOrUnderstood() {
    Random random = new Random(11);
    String alphabet = "0123456789.,:x/ab-\u00e4 \t";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(24); j > 0; j--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      OptionName option = new OptionName(Clients.ALL, 1 + random.nextInt(255));
      try {
        assertThat(option.value(text.toString())).isNotNull();
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  private static OptionValue value(String name, String text) {
    return OptionName.of(name).orElseThrow().value(text);
  }
}
