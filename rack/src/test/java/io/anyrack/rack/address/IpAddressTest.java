package io.anyrack.rack.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IpAddressTest {
  @ParameterizedTest(name = "{0} is written {1}")
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "255.255.255.255, 255.255.255.255",
    "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
    "::, ::",
    "::1, ::1",
    "fe80::, fe80::",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
  })
  void readsAndWritesAsRfc5952(String text, String written) {
    assertThat(IpAddress.parse(text)).hasToString(written);
    assertThat(IpAddress.parse(written)).isEqualTo(IpAddress.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "192.0.2",
        "192.0.2.256",
        "example.org",
        "::g",
        ":::",
        "fe80::1%eth0",
        "::ffff:192.0.2.1",
        "1:2:3:4:5:6:7:8:9",
        "2001:db8::/64"
      })
  void refusesWhatIsNoAddress(String text) {
    assertThatThrownBy(() -> IpAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ordersIpv4FirstAndByValue() {
    List<String> ordered = List.of("10.0.0.1", "192.0.2.1", "::1", "7fff::", "8000::", "fe80::1");
    assertThat(
            Stream.of("fe80::1", "8000::", "192.0.2.1", "::1", "7fff::", "10.0.0.1")
                .map(IpAddress::parse)
                .sorted())
        .extracting(Object::toString)
        .isEqualTo(ordered);
  }

  @ParameterizedTest(name = "{0} in {1}: {2}")
  @CsvSource({
    "192.0.2.77, 192.0.2.0/24, true",
    "192.0.3.0, 192.0.2.0/24, false",
    "192.0.2.1, 0.0.0.0/0, true",
    "192.0.2.1, 192.0.2.1, true",
    "2001:db8::ffff:0:0:1, 2001:db8::/64, true",
    "2001:db8:0:1::, 2001:db8::/64, false",
    "2001:db8::8, 2001:db8::8/125, true",
    "2001:db8::10, 2001:db8::8/125, false",
    "::1, ::/0, true",
    "192.0.2.1, ::/0, false",
  })
  void knowsItsNetworks(String address, String network, boolean inside) {
    assertThat(IpPrefix.parse(network).contains(IpAddress.parse(address))).isEqualTo(inside);
  }

  @Test
  void writesNetworksAndSingleAddresses() {
    assertThat(IpPrefix.parse("2001:db8::/64")).hasToString("2001:db8::/64");
    assertThat(IpPrefix.parse("192.0.2.1/32")).hasToString("192.0.2.1");
    assertThat(IpPrefix.around(IpAddress.parse("192.0.2.77"), 24)).hasToString("192.0.2.0/24");
    assertThat(IpPrefix.parse("192.0.2.0/24").contains(IpPrefix.parse("192.0.2.0/23"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1/24", "192.0.2.0/33", "2001:db8::/129", "2001:db8::1/64", "/8"})
  void refusesWhatIsNoNetwork(String text) {
    assertThatThrownBy(() -> IpPrefix.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
