package io.anyrack.netsync.rule;

import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.rack.sync.GuardedPort.Pair;
import io.anyrack.rack.sync.PortChange.Place;
import io.anyrack.rack.sync.Said;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The exceptions of guards. */
final class PairRules {
  private final Wishes wishes;
  private final Rules rules;
  private final List<Finding> findings;
  private final List<Said.Shared> shared;

  PairRules(List<GuardedPort> ports, Wishes wishes, Rules rules, List<Finding> findings) {
    this.wishes = wishes;
    this.rules = rules;
    this.findings = findings;
    this.shared = new ArrayList<>();
    for (Said.Shared each : wishes.shared()) {
      if (ports.stream().anyMatch(port -> port.subnet(each.address()).isPresent())) {
        shared.add(each);
      } else if (ports.stream().anyMatch(port -> isMeant(each.meant(), port))) {
        findings.add(
            new Finding("", each.address() + " is on no network of the rack: it is not opened"));
      }
    }
  }

  List<Pair> of(GuardedPort port, List<Place> places, List<IpAddress> further) {
    LinkedHashSet<Pair> wanted = new LinkedHashSet<>();
    further.forEach(address -> wanted.add(new Pair(IpPrefix.of(address), port.mac())));
    shared.stream()
        .filter(each -> isMeant(each.meant(), port))
        .filter(each -> port.subnet(each.address()).isPresent())
        .forEach(each -> wanted.add(new Pair(each.address(), each.mac().orElse(port.mac()))));
    wanted.removeIf(pair -> isOwn(pair, port, places));

    List<Pair> pairs =
        new ArrayList<>(port.pairs().stream().filter(pair -> stays(port, pair, wanted)).toList());
    List<Pair> missing =
        wanted.stream()
            .filter(pair -> pairs.stream().noneMatch(there -> covers(there, pair)))
            .toList();
    int most = Math.max(rules.pairLimit().orElse(Integer.MAX_VALUE), pairs.size());
    if (pairs.size() + missing.size() > most) {
      findings.add(
          new Finding(
              port.node(),
              "needs "
                  + (pairs.size() + missing.size())
                  + " address pairs, and the cloud lets a port have "
                  + rules.pairLimit().orElse(0)
                  + " (max_allowed_address_pair): "
                  + missing.subList(most - pairs.size(), missing.size()).stream()
                      .map(pair -> pair.address().toString())
                      .toList()
                  + " stay closed; `guard: subnet` for its network opens them all with one pair"));
    }
    pairs.addAll(missing.subList(0, Math.min(missing.size(), most - pairs.size())));
    return pairs;
  }

  private boolean stays(GuardedPort port, Pair pair, Set<Pair> wanted) {
    return wanted.contains(pair)
        || !wishes.complete()
        || !port.mark().pairs().contains(pair)
        || rules.onFile(port.mac()).filter(file -> file.pairs().contains(pair)).isPresent();
  }

  /** The guard lets a port's own address through without a pair. */
  private static boolean isOwn(Pair pair, GuardedPort port, List<Place> places) {
    return pair.mac().equals(port.mac())
        && pair.address().isSingle()
        && places.contains(new Place.Exactly(pair.address().base()));
  }

  private static boolean covers(Pair there, Pair wanted) {
    return there.mac().equals(wanted.mac()) && there.address().contains(wanted.address());
  }

  private static boolean isMeant(Said.Meant meant, GuardedPort port) {
    return switch (meant) {
      case Said.Meant.Everyone() -> true;
      case Said.Meant.Roles(var names) -> names.contains(port.role());
      case Said.Meant.Owners(var macs) -> macs.contains(port.mac());
    };
  }
}
