package io.anyrack.rack.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet4Address;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How addresses are written, and what is in which network. */
class AddressTest {

  @ParameterizedTest
  @CsvSource({"0.0.0.0,0", "192.0.2.1,-1073741311", "255.255.255.255,-1"})
  void anIpv4AddressReadsAndWrites(String text, int bits) {
    Ipv4Address address = Ipv4Address.parse(text);

    assertThat(address.bits()).isEqualTo(bits);
    assertThat(address).hasToString(text);
    assertThat(Ipv4Address.read(address.octets(), 0)).isEqualTo(address);
    assertThat(Ipv4Address.of((Inet4Address) address.toInetAddress())).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "01.2.3.4",
        "1.2.3.-4",
        "a.b.c.d",
        "1.2.3.4 "
      })
  void notAnIpv4Address(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Ipv4Address.parse(text));
  }

  @Test
  void ipv4AddressesAreOrderedWithoutASign() {
    assertThat(Ipv4Address.parse("127.255.255.255")).isLessThan(Ipv4Address.parse("128.0.0.0"));
    assertThat(Ipv4Address.parse("127.255.255.255").plus(1)).hasToString("128.0.0.0");
  }

  @Test
  void specialIpv4Addresses() {
    assertThat(Ipv4Address.parse("239.1.2.3").isMulticast()).isTrue();
    assertThat(Ipv4Address.parse("240.0.0.1").isMulticast()).isFalse();
    assertThat(Ipv4Address.parse("127.7.0.1").isLoopback()).isTrue();
    assertThat(Ipv4Address.of((Inet4Address) InetAddress.getLoopbackAddress()).isLoopback())
        .isTrue();
  }

  @ParameterizedTest(name = "{0}: mask {1}, broadcast {2}, {3} addresses")
  @CsvSource({
    "0.0.0.0/0,0.0.0.0,255.255.255.255,4294967296",
    "10.0.0.0/8,255.0.0.0,10.255.255.255,16777216",
    "192.0.2.128/25,255.255.255.128,192.0.2.255,128",
    "192.0.2.7/32,255.255.255.255,192.0.2.7,1",
  })
  void aNetworkHasAMaskABroadcastAddressAndASize(
      String text, String mask, String broadcast, long size) {
    Ipv4Network network = Ipv4Network.parse(text);

    assertThat(network).hasToString(text);
    assertThat(network.mask()).hasToString(mask);
    assertThat(network.broadcast()).hasToString(broadcast);
    assertThat(network.size()).isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "/8", "10.0.0/8"})
  void notANetwork(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Ipv4Network.parse(text));
  }

  @Test
  void hostBitsAreToldWithTheNetworkMeant() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ipv4Network.parse("10.1.2.3/16"))
        .withMessage("10.1.2.3/16 has host bits set; the network is 10.1.0.0/16");
  }

  @ParameterizedTest(name = "{1} in {0}: inside {2}, a host {3}")
  @CsvSource({
    "192.0.2.0/24,192.0.2.0,true,false",
    "192.0.2.0/24,192.0.2.1,true,true",
    "192.0.2.0/24,192.0.2.255,true,false",
    "192.0.2.0/24,192.0.3.1,false,false",
    "192.0.2.0/31,192.0.2.0,true,true",
    "192.0.2.7/32,192.0.2.7,true,true",
    "0.0.0.0/0,200.1.1.1,true,true",
  })
  void whatIsInANetwork(String network, String address, boolean inside, boolean host) {
    assertThat(Ipv4Network.parse(network).contains(Ipv4Address.parse(address))).isEqualTo(inside);
    assertThat(Ipv4Network.parse(network).isHost(Ipv4Address.parse(address))).isEqualTo(host);
  }

  @ParameterizedTest(name = "{0} and {1}: {2}")
  @CsvSource({
    "10.0.0.0/16,10.0.7.0/24,true",
    "10.0.7.0/24,10.0.0.0/16,true",
    "10.0.0.0/24,10.0.1.0/24,false",
    "0.0.0.0/0,10.0.0.0/8,true",
  })
  void networksOverlap(String one, String other, boolean overlap) {
    assertThat(Ipv4Network.parse(one).overlaps(Ipv4Network.parse(other))).isEqualTo(overlap);
  }

  @Test
  void aRangeHasBothEnds() {
    Ipv4Range range = Ipv4Range.parse("127.255.255.254 - 128.0.0.1");

    assertThat(range).hasToString("127.255.255.254-128.0.0.1");
    assertThat(range.size()).isEqualTo(4);
    assertThat(range.contains(Ipv4Address.parse("127.255.255.254"))).isTrue();
    assertThat(range.contains(Ipv4Address.parse("128.0.0.1"))).isTrue();
    assertThat(range.contains(Ipv4Address.parse("128.0.0.2"))).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> Ipv4Range.parse("10.0.0.2-10.0.0.1"));
    assertThatIllegalArgumentException().isThrownBy(() -> Ipv4Range.parse("10.0.0.2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"00:16:3e:0a:0b:0c", "00-16-3E-0A-0B-0C"})
  void aMacReadsInBothSpellings(String text) {
    MacAddress mac = MacAddress.parse(text);

    assertThat(mac).hasToString("00:16:3e:0a:0b:0c");
    assertThat(MacAddress.read(mac.octets(), 0)).isEqualTo(mac);
    assertThat(mac.isGroup()).isFalse();
    assertThat(mac.isLocal()).isFalse();
  }

  @Test
  void theBitsOfAMacsFirstOctet() {
    assertThat(MacAddress.BROADCAST.isGroup()).isTrue();
    assertThat(MacAddress.parse("fa:16:3e:00:00:01").isLocal()).isTrue();
    assertThat(MacAddress.parse("01:00:5e:00:00:01").isGroup()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00:16:3e:0a:0b", "00:16:3e:0a:0b:0g", "00163e0a0b0c"})
  void notAMac(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> MacAddress.parse(text));
  }

  @Test
  void aMacHas48Bits() {
    assertThatIllegalArgumentException().isThrownBy(() -> new MacAddress(1L << 48));
  }

  @Test
  void anEndpointHasAPort() {
    assertThat(new Endpoint(Ipv4Address.parse("127.0.0.1"), 623)).hasToString("127.0.0.1:623");
    assertThatIllegalArgumentException().isThrownBy(() -> new Endpoint(Ipv4Address.ANY, 65536));
  }
}
