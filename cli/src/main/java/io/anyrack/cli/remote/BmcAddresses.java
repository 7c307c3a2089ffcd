package io.anyrack.cli.remote;

import io.anyrack.rack.file.BmcNetworks;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.Rack;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The script that gives a server the addresses of its BMCs, where each has one. */
final class BmcAddresses {
  /** Of our rules and tables: before the usual ones (ip-rule(8)), and easily found again. */
  private static final int OWN_WAY = 20_622;

  private static final int FIRST_BMC = 20_623;

  private static final String DEVICE_OF =
      """
      # The device with a MAC.
      device_of() {
        for file in /sys/class/net/*/address; do
          if [ "$(cat "$file")" = "$1" ]; then
            device=${file%/address}
            echo "${device##*/}"
            return 0
          fi
        done
        echo "no NIC has the MAC $1 (yet)" >&2
        return 1
      }
      """;

  private BmcAddresses() {}

  /**
   * The script, for root; empty: the server needs no addresses beside its own.
   *
   * @param mac of the server's first port
   */
  static Optional<String> script(Rack rack, String mac) {
    return switch (rack.bmc().addressing()) {
      case PER_PORT -> Optional.empty();
      case PER_NODE -> Optional.of(ofOneNic(rack, mac));
      case PER_NIC -> Optional.of(ofNics(BmcNetworks.with(rack), mac));
    };
  }

  private static String ofOneNic(Rack rack, String mac) {
    return """
    # Made by Anyrack: an address for the BMC of each node.
    %sdevice=$(device_of %s) || exit 1
    for address in %s; do
      ip address replace "$address/32" dev "$device"
    done
    """
        .formatted(
            DEVICE_OF,
            mac,
            IntStream.range(0, rack.nodes().size())
                .mapToObj(i -> rack.bmc().addressOf(i).toString())
                .collect(Collectors.joining(" ")));
  }

  /**
   * What a BMC answers leaves by the NIC it was asked on: no guard lets it through elsewhere. All
   * else leaves by the first port, though DHCP may tell a gateway on each NIC, at any time.
   */
  private static String ofNics(Rack rack, String mac) {
    BmcSpec.Subnets subnets = rack.bmc().subnets().orElseThrow();
    List<Nic> nics = BmcNetworks.nics(rack);
    return """
    # Made by Anyrack: a NIC for the BMC of each node, and the way its answers take.
    %1$sfirst=$(device_of %2$s) || exit 1
    for priority in %3$d %4$d %5$d; do
      while ip rule del priority "$priority" 2>/dev/null; do :; done
    done
    # table MAC address prefix subnet gateway
    while read -r table mac address prefix subnet gateway; do
      device=$(device_of "$mac") || exit 1
      ip link set dev "$device" up
      ip address replace "$address/$prefix" dev "$device"
      ip route flush table "$table" 2>/dev/null
      ip route replace "$subnet" dev "$device" src "$address" table "$table"
      if [ "$gateway" != none ]; then
        ip route replace default via "$gateway" dev "$device" table "$table"
      fi
      ip rule add priority %3$d from "$address" lookup "$table"
    done <<END
    %7$s
    END
    gateway=$(ip -4 route show default dev "$first" | sed -n 's/^default via \\([0-9.]*\\).*/\\1/p' | head -n 1)
    if [ -n "$gateway" ]; then
      ip route replace default via "$gateway" dev "$first" table %6$d
      ip rule add priority %4$d lookup main suppress_prefixlength 0
      ip rule add priority %5$d lookup %6$d
    fi
    """
        .formatted(
            DEVICE_OF,
            mac,
            FIRST_BMC,
            FIRST_BMC + 1,
            FIRST_BMC + 2,
            OWN_WAY,
            IntStream.range(0, nics.size())
                .mapToObj(
                    i ->
                        "%d %s %s %d %s %s"
                            .formatted(
                                FIRST_BMC + i,
                                nics.get(i).mac(),
                                subnets.address(i),
                                subnets.prefix(),
                                subnets.subnet(i),
                                subnets
                                    .router()
                                    .map(_ -> subnets.gateway(i).toString())
                                    .orElse("none")))
                .collect(Collectors.joining("\n")));
  }
}
