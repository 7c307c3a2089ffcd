package io.anyrack.local.gateway;

import io.anyrack.local.bridge.GuestPort;
import io.anyrack.local.bridge.Uplink;
import io.anyrack.local.ethernet.PortStatistics;
import io.anyrack.local.tcp.Environment;
import io.anyrack.rack.address.Endpoint;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.net.DatagramService;
import io.anyrack.rack.net.NetworkServices;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The gateway of one network: what all guests' sides of it have in common. Thread-safe.
 *
 * <p>It is a router without routes: what guests send to addresses outside the network ends here,
 * and its content goes on through sockets of this process.
 */
public final class Gateway implements Uplink.Factory {
  private static final Ipv4Address METADATA = Ipv4Address.parse("169.254.169.254");

  private final PortStatistics statistics = new PortStatistics();
  private final MacAddress mac;
  private final NetworkServices services;
  private final OutwardPolicy outward;
  private final GatewayLimits limits;
  private final Consumer<byte[]> broadcast;
  private final Environment tcp;
  private volatile Network network;

  /**
   * A gateway.
   *
   * @param network what it is the gateway of
   * @param mac its MAC
   * @param services what answers on it
   * @param outward which addresses outside may be reached, where the network is outward
   * @param limits what guests may cost
   * @param broadcast sends a frame to all guests
   * @param timers runs the timers of TCP
   * @param nanos the time, from 0 at any moment
   * @param random hard to guess
   */
  public Gateway(
      Network network,
      MacAddress mac,
      NetworkServices services,
      OutwardPolicy outward,
      GatewayLimits limits,
      Consumer<byte[]> broadcast,
      ScheduledExecutorService timers,
      LongSupplier nanos,
      RandomGenerator random) {
    this.network = network;
    this.mac = mac;
    this.services = services;
    this.outward = outward;
    this.limits = limits;
    this.broadcast = broadcast;
    tcp =
        new Environment(
            new OutwardStreams(services.streams(), end -> reachesOutward(end.address())),
            limits.tcp(),
            new Semaphore(limits.connections()),
            timers,
            nanos,
            random);
  }

  /** From now on this is the gateway of {@code changed}, the same network under new terms. */
  public void configure(Network changed) {
    network = changed;
  }

  @Override
  public Uplink attach(GuestPort port) {
    return new GuestUplink(this, port);
  }

  /** What passed the gateway's own port. */
  public PortStatistics statistics() {
    return statistics;
  }

  /** Its MAC. */
  public MacAddress mac() {
    return mac;
  }

  Network network() {
    return network;
  }

  GatewayLimits limits() {
    return limits;
  }

  Environment tcp() {
    return tcp;
  }

  /** Whether {@code address} is the gateway's own. */
  boolean owns(Ipv4Address address) {
    Network now = network;
    return address.equals(now.gateway())
        || (address.equals(METADATA) && now.metadata() instanceof Network.Metadata.Cloud);
  }

  boolean isBroadcast(Ipv4Address address) {
    return address.equals(Ipv4Address.BROADCAST) || address.equals(network.cidr().broadcast());
  }

  /** Whether guests may talk to {@code address} through this machine. */
  boolean reachesOutward(Ipv4Address address) {
    Network now = network;
    return now.outward()
        && !owns(address)
        && !now.cidr().contains(address)
        && outward.allows(address);
  }

  /** Who answers datagrams to {@code destination}. */
  Optional<DatagramService> service(Endpoint destination) {
    return services.datagrams(network, destination);
  }

  void broadcast(byte[] frame) {
    statistics.countIn();
    broadcast.accept(frame);
  }
}
