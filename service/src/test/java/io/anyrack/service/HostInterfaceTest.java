package io.anyrack.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HostInterfaceTest {
  private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  private static final List<String> ROUTES =
      List.of(
          "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
          "eth0\t00000000\t" + hex("010200C0", "C0000201") + "\t0003\t0\t0\t0\t00000000\t0\t0\t0",
          "eth1\t006433C6\t0A6433C6\t0003\t0\t0\t0\t00FFFFFF\t0\t0\t0",
          "eth2\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0");

  private static String hex(String little, String big) {
    return LITTLE ? little : big;
  }

  @Test
  void theGatewayIsThatOfTheInterfacesDefaultRoute() {
    assertThat(HostInterface.gateway("eth0", ROUTES)).hasToString("192.0.2.1");
    assertThat(HostInterface.gateway("eth1", ROUTES))
        .as("to one network")
        .isEqualTo(Ipv4Address.ANY);
    assertThat(HostInterface.gateway("eth2", ROUTES)).as("on the link").isEqualTo(Ipv4Address.ANY);
    assertThat(HostInterface.gateway("eth3", ROUTES)).isEqualTo(Ipv4Address.ANY);
  }

  @Test
  void theLoopbackHasNeitherGatewayNorMac() {
    HostInterface here = HostInterface.of(Ipv4Address.parse("127.0.0.9"));
    assertThat(here.mask()).hasToString("255.0.0.0");
    assertThat(here.gateway()).isEqualTo(Ipv4Address.ANY);
    assertThat(here.mac()).isEmpty();
  }

  @Test
  void anAddressOfNobodyIsASingleHosts() {
    HostInterface here = HostInterface.of(Ipv4Address.parse("192.0.2.77"));
    assertThat(here.mask()).hasToString("255.255.255.255");
    assertThat(here.mac()).isEmpty();
  }

  @Test
  void aRealInterfaceHasItsMac() throws SocketException {
    for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
      for (InterfaceAddress address : each.getInterfaceAddresses()) {
        if (each.getHardwareAddress() != null && address.getAddress() instanceof Inet4Address own) {
          HostInterface here = HostInterface.of(Ipv4Address.of(own));
          assertThat(here.mac()).contains(MacAddress.read(each.getHardwareAddress(), 0));
          return;
        }
      }
    }
    abort("this machine has the loopback only");
  }
}
