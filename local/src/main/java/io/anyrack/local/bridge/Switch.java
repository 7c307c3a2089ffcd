package io.anyrack.local.bridge;

import io.anyrack.local.ethernet.Frame;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.net.Tap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The Ethernet switch of one network (IEEE 802.1Q §8): it joins the guests' ports and the gateway.
 * Ports come and go while frames flow. Thread-safe.
 */
public final class Switch {
  private final MacAddress gatewayMac;
  private final Uplink.Factory gateway;
  private final int queueOctets;
  private final Duration stall;
  private final Claims claims;
  private volatile Topology topology = new Topology(List.of());

  /** The ports there are, and what was learned since they are these. */
  private static final class Topology {
    final List<GuestPort> ports;
    final ForwardingTable table;

    Topology(List<GuestPort> ports) {
      this.ports = List.copyOf(ports);
      table = new ForwardingTable(this.ports);
    }
  }

  /**
   * A switch without guests.
   *
   * @param gatewayMac the gateway's MAC
   * @param gateway makes the gateway's side of each port
   * @param queueOctets how much waits for one guest, a power of two
   * @param stall how long a guest may read nothing before frames for it are dropped
   * @param claims is told which addresses guests say are theirs
   */
  public Switch(
      MacAddress gatewayMac,
      Uplink.Factory gateway,
      int queueOctets,
      Duration stall,
      Claims claims) {
    this.claims = claims;
    this.gatewayMac = gatewayMac;
    this.gateway = gateway;
    this.queueOctets = queueOctets;
    this.stall = stall;
  }

  /** Adds the port of NIC {@code index} of {@code node}. */
  public synchronized GuestPort add(String node, int index, Terms terms) {
    GuestPort port = port(node, index, terms);
    List<GuestPort> ports = new ArrayList<>(topology.ports);
    ports.add(port);
    topology = new Topology(ports);
    return port;
  }

  private GuestPort port(String node, int index, Terms terms) {
    return new GuestPort(this, gateway, node, index, terms, claims, queueOctets, stall);
  }

  /**
   * Adds a port like {@link #add}'s, with frames made by hand behind it.
   *
   * @param instead whether it gets what is for its MAC, in place of another port with that MAC
   */
  public synchronized Tap tap(String node, int index, Terms terms, boolean instead) {
    GuestPort port = port(node, index, terms);
    List<GuestPort> ports = new ArrayList<>(topology.ports);
    ports.add(instead ? 0 : ports.size(), port);
    topology = new Topology(ports);
    return new TapPort(this, port);
  }

  /** Changes a port; its guest stays connected. */
  public synchronized void configure(GuestPort port, Terms terms) {
    boolean moved = !port.mac().equals(terms.nic().mac());
    port.configure(terms);
    if (moved) {
      topology = new Topology(topology.ports);
    }
  }

  /** Removes a port whose guest is disconnected. */
  public synchronized void remove(GuestPort port) {
    topology = new Topology(topology.ports.stream().filter(other -> other != port).toList());
  }

  /** Sends a frame of the gateway to all guests. */
  public void broadcast(Frame frame) {
    for (GuestPort port : topology.ports) {
      port.queue().flood(frame);
      port.queue().flush();
    }
  }

  /** Sends a guest's frame on; those who get it are served at the end of its batch. */
  void forward(GuestPort from, Frame frame) {
    Topology now = topology;
    if (!frame.isFromGroup()) {
      now.table.learn(frame.source(), from);
    }
    long destination = frame.destination();
    if (destination == gatewayMac.bits()) {
      from.uplink().receive(frame);
    } else if (frame.isGroup()) {
      flood(now, from, frame);
      from.uplink().receive(frame);
    } else {
      now.table
          .find(destination)
          .ifPresentOrElse(to -> deliver(from, to, frame), () -> flood(now, from, frame));
    }
  }

  private static void deliver(GuestPort from, GuestPort to, Frame frame) {
    if (to != from) {
      from.touch(to.queue());
      to.queue().carry(frame);
    }
  }

  private static void flood(Topology now, GuestPort from, Frame frame) {
    for (GuestPort to : now.ports) {
      if (to != from) {
        from.touch(to.queue());
        to.queue().flood(frame);
      }
    }
  }
}
