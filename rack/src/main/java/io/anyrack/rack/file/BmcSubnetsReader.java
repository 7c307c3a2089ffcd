package io.anyrack.rack.file;

import io.anyrack.rack.address.Ipv4Network;
import io.anyrack.rack.model.BmcSpec.Addressing;
import io.anyrack.rack.model.BmcSpec.Placement;
import io.anyrack.rack.model.BmcSpec.Subnets;
import io.anyrack.rack.model.Network;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code bmc.subnets}.
 *
 * @param placement where the service runs
 * @param networks of the rack
 */
record BmcSubnetsReader(Placement placement, List<Network> networks) {
  private static final String EXAMPLE = "10.50.0.0/24";

  /** The subnets; empty where there are none, or a problem was told. */
  Optional<Subnets> read(Section bmc, Addressing addressing, int nodes) {
    Optional<Value> value = bmc.get("subnets");
    if (addressing != Addressing.PER_NIC) {
      value.ifPresent(
          there -> there.problem("subnets are for BMCs with a NIC each; say address: per-nic"));
      return Optional.empty();
    }
    bmc.get("ip")
        .ifPresent(ip -> ip.problem("with address: per-nic the addresses come from subnets"));
    if (placement instanceof Placement.Here) {
      bmc.place("address")
          .problem(
              "per-nic gives NICs to the server of the service; say placement: vm or installer");
      return Optional.empty();
    }
    if (nodes > Subnets.MOST_NODES) {
      bmc.place("address")
          .problem(
              "per-nic gives the service's server a NIC for each node, and %d are too many (%d at most); take per-node"
                  .formatted(nodes, Subnets.MOST_NODES));
    }
    if (value.isEmpty()) {
      bmc.place("address").problem("per-nic needs subnets: { cidr: " + EXAMPLE + " }");
      return Optional.empty();
    }
    return value.get().section(Keys.SUBNETS).flatMap(section -> read(section, nodes));
  }

  private Optional<Subnets> read(Section section, int nodes) {
    Optional<Ipv4Network> cidr =
        section
            .require("cidr", EXAMPLE)
            .flatMap(value -> value.parsed(Ipv4Network::parse, EXAMPLE));
    int prefix =
        section
            .get("prefix")
            .flatMap(value -> value.integer(8, Subnets.LONGEST_PREFIX))
            .orElse(Subnets.LONGEST_PREFIX);
    Optional<String> router = section.get("router").flatMap(Value::text);
    if (cidr.isEmpty()) {
      return Optional.empty();
    }
    Value place = section.place("cidr");
    if (cidr.get().prefix() > prefix || new Subnets(cidr.get(), prefix, router).count() < nodes) {
      place.problem(
          "in cidr %s there are not %d subnets with the prefix /%d; take a larger one"
              .formatted(cidr.get(), nodes, prefix));
      return Optional.empty();
    }
    for (Network network : networks) {
      if (network.cidr().overlaps(cidr.get())) {
        place.problem(
            "cidr %s overlaps network '%s' (%s); take another"
                .formatted(cidr.get(), network.name(), network.cidr()));
        return Optional.empty();
      }
      if (network.name().startsWith(BmcNetworks.PREFIX)) {
        place.problem(
            "the names of networks that begin with %s are those of the BMCs' own; call '%s' otherwise"
                .formatted(BmcNetworks.PREFIX, network.name()));
      }
    }
    return Optional.of(new Subnets(cidr.get(), prefix, router));
  }
}
