package io.anyrack.local.tcp;

import io.anyrack.local.ethernet.DropReason;
import io.anyrack.local.ethernet.Frame;
import io.anyrack.local.ethernet.FrameSink;
import io.anyrack.local.ethernet.PortStatistics;
import io.anyrack.local.ip.Ipv4Packet;
import io.anyrack.rack.address.Endpoint;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.net.Attachment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends the TCP connections of one guest, whatever address they are for, and carries their content
 * to sockets. Packets come in on one thread at a time, which also calls {@link #flush}; the rest is
 * thread-safe.
 */
public final class Terminator {
  private final Map<FlowKey, Flow> flows = new ConcurrentHashMap<>();
  private final List<Flow> received = new ArrayList<>();
  private final Environment environment;
  private final MacAddress gateway;
  private final FrameSink sink;
  private final PortStatistics statistics;

  /**
   * A terminator without connections.
   *
   * @param gateway the source MAC of what goes to the guest
   * @param sink takes frames to the guest
   * @param statistics where thrown away packets are counted
   */
  public Terminator(
      Environment environment, MacAddress gateway, FrameSink sink, PortStatistics statistics) {
    this.environment = environment;
    this.gateway = gateway;
    this.sink = sink;
    this.statistics = statistics;
  }

  /**
   * Takes a TCP packet; answers may wait until {@link #flush}.
   *
   * @param from the guest
   * @param mtu the largest packet for it
   */
  public void receive(Attachment from, Ipv4Packet packet, int mtu) {
    Optional<Segment> read = Segment.read(packet);
    if (read.isEmpty()) {
      statistics.countDrop(DropReason.MALFORMED);
      return;
    }
    Segment segment = read.get();
    FlowKey key = key(packet);
    Flow known = flows.get(key);
    boolean opens = segment.has(Segment.SYN) && !segment.has(Segment.ACK | Segment.RST);
    if (known != null && !(opens && known.givesWayTo(segment))) {
      known.receive(segment);
      if (!received.contains(known)) {
        received.add(known);
      }
    } else if (opens) {
      if (known != null) {
        known.drop();
      }
      open(from, key, segment, mtu);
    } else if (!segment.has(Segment.RST)) {
      boolean _ = new SegmentWriter(sink, key, gateway).send(segment.reset());
    }
  }

  private static FlowKey key(Ipv4Packet packet) {
    Frame frame = packet.frame();
    return new FlowKey(
        new MacAddress(frame.source()),
        new Endpoint(packet.source(), frame.u16(packet.payload())),
        new Endpoint(packet.destination(), frame.u16(packet.payload() + 2)));
  }

  private void open(Attachment from, FlowKey key, Segment syn, int mtu) {
    TcpLimits limits = environment.limits();
    if (flows.size() >= limits.connections() || !environment.permits().tryAcquire()) {
      statistics.countDrop(DropReason.FLOW_LIMIT);
      return;
    }
    int largest = mtu - Ipv4Packet.HEADER - Segment.HEADER;
    SegmentWriter segments = new SegmentWriter(sink, key, gateway);
    Flow flow = new Flow(environment, syn, largest, sink, segments, ended -> ended(key, ended));
    flows.put(key, flow);
    new Carrier(flow, environment.streams(), limits.connect(), from, key.destination()).start();
  }

  private void ended(FlowKey key, Flow flow) {
    // Another one may have taken its place.
    flows.remove(key, flow);
    environment.permits().release();
  }

  /** No more packets for now: what was received is answered. */
  public void flush() {
    for (Flow flow : received) {
      flow.flush();
    }
    received.clear();
    sink.flush();
  }

  /** The guest's queue has room again. */
  public void resume() {
    flows.values().forEach(Flow::resume);
    sink.flush();
  }

  /** Ends all connections without a word to the guest. */
  public void drop() {
    flows.values().forEach(Flow::drop);
  }

  /** How many connections there are. */
  public int connections() {
    return flows.size();
  }
}
