package io.anyrack.netboot.dhcp;

import io.anyrack.rack.model.Nic;
import java.util.ArrayList;
import java.util.List;

/**
 * The options the rack file sets on a port.
 *
 * @param options those that can be sent, in the file's order
 * @param findings what is wrong with the others, for the user
 */
record ExtraOptions(List<ExtraOption> options, List<String> findings) {
  /** Reads the options of {@code nic}. */
  static ExtraOptions of(Nic nic) {
    List<ExtraOption> options = new ArrayList<>();
    List<String> findings = new ArrayList<>();
    for (Nic.DhcpOption option : nic.dhcpOptions()) {
      try {
        options.add(ExtraOption.of(option));
      } catch (IllegalArgumentException e) {
        findings.add(String.valueOf(e.getMessage()));
      }
    }
    return new ExtraOptions(List.copyOf(options), List.copyOf(findings));
  }

  /** Those that are told to {@code client}. */
  List<ExtraOption> toldTo(ClientClass client) {
    return options.stream().filter(option -> option.condition().holds(client)).toList();
  }
}
