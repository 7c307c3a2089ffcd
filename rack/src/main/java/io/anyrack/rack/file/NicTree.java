package io.anyrack.rack.file;

import io.anyrack.rack.model.Nic;
import java.util.LinkedHashMap;
import java.util.Map;

/** A port as the rack file has it. */
final class NicTree {
  private NicTree() {}

  static Map<String, Object> of(Nic nic) {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("name", nic.network());
    section.put("mac", nic.mac().toString());
    nic.address().ifPresent(address -> section.put("address", address.toString()));
    section.put("guard", Words.of(nic.guard()));
    if (!nic.allowedPairs().isEmpty()) {
      section.put("allowed-pairs", nic.allowedPairs().stream().map(NicTree::pair).toList());
    }
    if (!nic.dhcpOptions().isEmpty()) {
      Map<String, Object> options = new LinkedHashMap<>();
      nic.dhcpOptions().forEach(option -> options.put(option.name(), option.value()));
      section.put("dhcp-options", options);
    }
    return section;
  }

  private static Object pair(Nic.AddressPair pair) {
    String addresses =
        pair.cidr().prefix() == 32 ? pair.cidr().base().toString() : pair.cidr().toString();
    if (pair.mac().isEmpty()) {
      return addresses;
    }
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("address", addresses);
    section.put("mac", pair.mac().get().toString());
    return section;
  }
}
