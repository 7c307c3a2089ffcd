package io.anyrack.cli.remote;

import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.Rack;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The script that gives a server the addresses of its BMCs, where each has one. */
final class BmcAddresses {
  private BmcAddresses() {}

  /**
   * The script, for root; empty: the server needs no addresses beside its own.
   *
   * @param mac of the port that gets them
   */
  static Optional<String> script(Rack rack, String mac) {
    if (rack.bmc().addressing() != BmcSpec.Addressing.PER_NODE) {
      return Optional.empty();
    }
    String addresses =
        IntStream.range(0, rack.nodes().size())
            .mapToObj(i -> rack.bmc().address().plus(i).toString())
            .collect(Collectors.joining(" "));
    return Optional.of(
        """
        # Made by Anyrack: an address for the BMC of each node.
        for file in /sys/class/net/*/address; do
          [ "$(cat "$file")" = %s ] || continue
          device=${file%%/address}
          device=${device##*/}
          for address in %s; do
            ip address replace "$address/32" dev "$device"
          done
        done
        """
            .formatted(mac, addresses));
  }
}
