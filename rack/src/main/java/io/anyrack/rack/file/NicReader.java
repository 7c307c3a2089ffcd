package io.anyrack.rack.file;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic.AddressPair;
import io.anyrack.rack.model.Nic.DhcpOption;
import java.util.List;
import java.util.Optional;

/** Reads the entries of a node's {@code networks}: names, or mappings with a name. */
final class NicReader {
  static final int MOST_PAIRS = 64;

  private final NetworkTable networks;
  private final CloudRules rules;
  private final Names addresses = new Names();
  private final Names macs = new Names();

  NicReader(NetworkTable networks, CloudRules rules) {
    this.networks = networks;
    this.rules = rules;
  }

  /** The port; empty also where its network is wrong, which is told there. */
  Optional<NicEntry> read(Value item) {
    Value value = new Value("port", item.node(), item.context());
    if (!value.isMapping()) {
      if (!value.isScalar()) {
        value.expected("the name of a network, or a mapping with 'name'");
        return Optional.empty();
      }
      return networks.named(value).map(NicEntry::on);
    }
    return value.section(Keys.NIC).flatMap(this::read);
  }

  private Optional<NicEntry> read(Section section) {
    Optional<Network> network = section.require("name", "provision").flatMap(networks::named);
    Optional<MacAddress> mac = section.get("mac").flatMap(this::mac);
    Optional<Ipv4Address> address =
        section.get("address").flatMap(value -> value.parsed(Ipv4Address::parse, "192.0.2.10"));
    Optional<Network.Guard> guard =
        section.get("guard").flatMap(value -> value.oneOf(Network.Guard.class, "auto"));
    List<AddressPair> pairs =
        section.get("allowed-pairs").map(NicReader::pairItems).orElse(List.of()).stream()
            .flatMap(value -> pair(value).stream())
            .toList();
    List<DhcpOption> options =
        section.get("dhcp-options").map(new DhcpOptionReader(rules)::read).orElse(List.of());
    if (network.isPresent() && address.isPresent()) {
      check(section.place("address"), network.get(), address.get());
    }
    return network.map(on -> new NicEntry(on, mac, address, guard, pairs, options));
  }

  private Optional<MacAddress> mac(Value value) {
    Optional<MacAddress> mac = value.parsed(MacAddress::parse, "00:16:3e:0a:0b:0c");
    mac.ifPresent(
        address -> {
          if (address.isGroup() || address.bits() == 0) {
            value.problem(
                "mac "
                    + address
                    + " cannot be the address of a port; take one whose first octet is even, such"
                    + " as 00:16:3e:0a:0b:0c");
          } else {
            macs.claim(value, "mac", address.toString());
          }
        });
    return mac;
  }

  private void check(Value place, Network network, Ipv4Address address) {
    if (!Subnet.isHost(place, network.cidr(), address)) {
      return;
    }
    if (rules.cloud().flatMap(network::gatewayOn).filter(address::equals).isPresent()) {
      place.problem(
          "address " + address + " is the gateway of '" + network.name() + "'; take another");
      return;
    }
    addresses.claim(place, "address", address.toString());
  }

  private static List<Value> pairItems(Value value) {
    List<Value> items = value.list().orElse(List.of());
    if (items.size() > MOST_PAIRS) {
      value.problem(
          "a port has at most %d allowed pairs, here are %d; a network such as 10.0.0.0/24 is one"
              .formatted(MOST_PAIRS, items.size()));
    }
    return items.subList(0, Math.min(MOST_PAIRS, items.size()));
  }

  private Optional<AddressPair> pair(Value item) {
    Value value = new Value("allowed pair", item.node(), item.context());
    if (!value.isMapping()) {
      return value
          .parsed(NicReader::addresses, "192.0.2.240 or 10.0.0.0/24")
          .map(cidr -> new AddressPair(cidr, Optional.empty()));
    }
    return value
        .section(Keys.PAIR)
        .flatMap(
            section -> {
              Optional<MacAddress> mac =
                  section
                      .get("mac")
                      .flatMap(own -> own.parsed(MacAddress::parse, "00:16:3e:0a:0b:0c"));
              return section
                  .require("address", "192.0.2.240")
                  .flatMap(cidr -> cidr.parsed(NicReader::addresses, "192.0.2.240 or 10.0.0.0/24"))
                  .map(addresses -> new AddressPair(addresses, mac));
            });
  }

  private static Ipv4Network addresses(String text) {
    return text.contains("/")
        ? Ipv4Network.parse(text)
        : new Ipv4Network(Ipv4Address.parse(text), 32);
  }
}
