package io.anyrack.cli.verify;

import io.anyrack.local.fabric.Fabric;
import io.anyrack.local.fabric.FabricLimits;
import io.anyrack.netboot.NetbootLimits;
import io.anyrack.netboot.NetbootServices;
import io.anyrack.netboot.Surroundings;
import io.anyrack.netboot.dns.Resolver;
import io.anyrack.netboot.file.BootPrograms;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.file.Addressing;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Rack;
import io.anyrack.service.state.RackStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** The real switch and the real boot services of a rack whose nodes are all off. */
final class SwitchedRack implements AutoCloseable {
  /** Long enough for answers of this process, short enough to wait for those that do not come. */
  static final Duration WINDOW = Duration.ofMillis(700);

  final Rack rack;
  final LocalVantage vantage;
  private final NetbootServices netboot;
  private final Fabric fabric;

  /** The rack of a file's text. */
  SwitchedRack(String text) {
    this(text, Set.of());
  }

  /** The same with some nodes that are on. */
  SwitchedRack(String text, Set<String> on) {
    rack = Addressing.complete(RackStore.parse(text, Map.of()), Map.of());
    netboot =
        new NetbootServices(
            rack,
            BootPrograms.in(List.of()),
            List.of(),
            NetbootLimits.DEFAULT,
            new Surroundings(_ -> Optional.empty(), Resolver.ofHost(), _ -> {}, Clock.systemUTC()));
    fabric = new Fabric(netboot, FabricLimits.defaults());
    fabric.configure(rack);
    vantage =
        new LocalVantage(
            (node, nic, guarded) -> fabric.tap(node, nic, guarded).orElseThrow(),
            () ->
                rack.nodes().stream()
                    .map(node -> node.name())
                    .filter(node -> !on.contains(node))
                    .collect(Collectors.toSet()),
            () -> Path.of("/proc/self"),
            rack,
            new Random(1));
  }

  Network network() {
    return rack.networks().getFirst();
  }

  /** The MAC of a node's port. */
  MacAddress mac(String node) {
    return rack.node(node).orElseThrow().nics().getFirst().mac();
  }

  /** The switch as it is does not know what the rack has become since. */
  Fabric fabric() {
    return fabric;
  }

  /** From now on DHCP tells what belongs to another rack file. */
  void tell(Rack other) {
    netboot.configure(other);
  }

  Verdict dhcp() throws InterruptedException {
    return new DhcpServers(network(), vantage, Optional.empty(), WINDOW, new Random(2)).look();
  }

  Verdict mtu() throws InterruptedException {
    return new LargestPacket(network(), vantage, WINDOW, new Random(3)).look();
  }

  Verdict metadata() throws InterruptedException {
    return new MetadataAnswers(network(), vantage, WINDOW, new Random(4)).look();
  }

  Verdict vip(String address) throws InterruptedException {
    return vip(address, vantage);
  }

  Verdict vip(String address, Vantage other) throws InterruptedException {
    return new SharedAddress(network(), Ipv4Address.parse(address), other, WINDOW).look();
  }

  @Override
  public void close() {
    fabric.close();
    netboot.close();
  }
}
