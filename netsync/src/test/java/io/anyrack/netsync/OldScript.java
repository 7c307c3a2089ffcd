package io.anyrack.netsync;

import io.anyrack.netsync.cloud.SimulatedPorts;
import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.rack.sync.GuardedPort.Pair;
import io.anyrack.rack.sync.Outcome;
import io.anyrack.rack.sync.PortChange;
import io.anyrack.rack.sync.PortChange.Place;
import io.anyrack.rack.sync.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a well-known script does each second: it lists all ports, opens missing VIPs on every one of
 * them, and gives those with one prefix of MACs the first address dnsmasq's host file has for them.
 */
final class OldScript {
  private static final String PREFIX = "fa:16";

  private final SimulatedPorts cloud;

  OldScript(SimulatedPorts cloud) {
    this.cloud = cloud;
  }

  /** One second; {@code said} has the installer's Neutron and host files first. */
  void toward(List<Said> said) {
    List<GuardedPort> ports = cloud.all();
    for (GuardedPort port : ports) {
      for (Said.Shared vip : said.getFirst().shared()) {
        if (vip.address().base().version() == 4) {
          open(port, vip.address());
        }
      }
    }
    for (GuardedPort port : ports) {
      said.getFirst().given().stream()
          .filter(each -> each.mac().equals(port.mac()) && port.mac().toString().startsWith(PREFIX))
          .map(Said.Given::address)
          .filter(each -> each.version() == 4)
          .findFirst()
          .filter(each -> port.addresses().stream().findFirst().filter(each::equals).isEmpty())
          .ifPresent(address -> give(port, address));
    }
  }

  private void open(GuardedPort port, IpPrefix vip) {
    GuardedPort now = cloud.port(port.id()).orElseThrow();
    if (now.pairs().stream().anyMatch(pair -> pair.address().equals(vip))) {
      return;
    }
    List<Pair> pairs = new ArrayList<>(now.pairs());
    pairs.add(new Pair(vip, now.mac()));
    Outcome outcome =
        cloud.update(new PortChange(now, Optional.empty(), Optional.of(pairs), Optional.empty()));
    if (outcome instanceof Outcome.TooManyPairs(int _, String message)) {
      throw new IllegalStateException("the script has died: " + message);
    }
  }

  /** An address in use is tried again in the next second. */
  private void give(GuardedPort port, IpAddress address) {
    GuardedPort now = cloud.port(port.id()).orElseThrow();
    Outcome _ =
        cloud.update(
            new PortChange(
                now,
                Optional.of(List.of(new Place.Exactly(address))),
                Optional.empty(),
                Optional.empty()));
  }
}
