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
  /** Of our rules: before the usual ones (ip-rule(8)), and easily found again. */
  private static final int PRIORITY = 20_623;

  private static final int FIRST_TABLE = 20_623;

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
      case PER_NIC -> Optional.of(ofNics(BmcNetworks.with(rack)));
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

  /** What a BMC answers leaves by the NIC it was asked on: no guard lets it through elsewhere. */
  private static String ofNics(Rack rack) {
    BmcSpec.Subnets subnets = rack.bmc().subnets().orElseThrow();
    List<Nic> nics = BmcNetworks.nics(rack);
    return """
    # Made by Anyrack: a NIC for the BMC of each node, and the way its answers take.
    %1$swhile ip rule del priority %2$d 2>/dev/null; do :; done
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
      ip rule add priority %2$d from "$address" lookup "$table"
    done <<END
    %3$s
    END
    """
        .formatted(
            DEVICE_OF,
            PRIORITY,
            IntStream.range(0, nics.size())
                .mapToObj(
                    i ->
                        "%d %s %s %d %s %s"
                            .formatted(
                                FIRST_TABLE + i,
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
