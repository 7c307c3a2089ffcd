package io.anyrack.netsync.rule;

import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.sync.Said;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What all sources say together. Where two MACs claim one address, the source that was named first
 * is believed.
 *
 * @param given the addresses of each MAC, the most important first
 * @param shared addresses that may be used beside ports' own
 * @param complete whether every source was heard: only then may something be withdrawn
 * @param disputes claims that are not believed
 */
public record Wishes(
    Map<MacAddress, List<IpAddress>> given,
    List<Said.Shared> shared,
    boolean complete,
    List<Dispute> disputes) {
  /** A MAC that claims an address another one has. */
  public record Dispute(IpAddress address, MacAddress believed, MacAddress other) {}

  /** Copies lists and map. */
  public Wishes {
    given = Map.copyOf(given);
    shared = List.copyOf(shared);
    disputes = List.copyOf(disputes);
  }

  /** What sources say, in the order of their importance. */
  public static Wishes of(List<Said> sources, boolean complete) {
    Map<IpAddress, MacAddress> owners = new LinkedHashMap<>();
    Map<MacAddress, List<IpAddress>> given = new LinkedHashMap<>();
    List<Said.Shared> shared = new ArrayList<>();
    LinkedHashSet<Dispute> disputes = new LinkedHashSet<>();
    for (Said said : sources) {
      for (Said.Given each : said.given()) {
        Optional<MacAddress> before =
            Optional.ofNullable(owners.putIfAbsent(each.address(), each.mac()));
        if (before.isEmpty()) {
          given.computeIfAbsent(each.mac(), _ -> new ArrayList<>()).add(each.address());
        } else if (!before.get().equals(each.mac())) {
          disputes.add(new Dispute(each.address(), before.get(), each.mac()));
        }
      }
      shared.addAll(said.shared());
    }
    given.replaceAll((_, addresses) -> List.copyOf(addresses));
    return new Wishes(given, shared.stream().distinct().toList(), complete, List.copyOf(disputes));
  }

  /** What is said of a MAC. */
  List<IpAddress> of(MacAddress mac) {
    return given.getOrDefault(mac, List.of());
  }
}
