package io.anyrack.local.bridge;

import io.anyrack.local.ethernet.DropReason;
import io.anyrack.local.ethernet.Frame;
import io.anyrack.local.ethernet.FrameSink;
import io.anyrack.local.ethernet.PortStatistics;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.cloud.PortCounters;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.net.Attachment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A guest's port on a {@link Switch}. Frames come in on one thread at a time; everything else is
 * thread-safe.
 */
public final class GuestPort implements FrameReader.Receiver {
  private final PortStatistics statistics = new PortStatistics();
  private final List<EgressQueue> touched = new ArrayList<>();
  private final Switch owner;
  private final Claims claims;
  private final EgressQueue queue;
  private final Uplink uplink;
  private volatile Rules rules;

  private record Rules(Attachment attachment, Guard guard) {}

  GuestPort(
      Switch owner,
      Uplink.Factory gateway,
      String node,
      int index,
      Terms terms,
      Claims claims,
      int queueOctets,
      Duration stall) {
    this.claims = claims;
    this.owner = owner;
    rules = rules(node, index, terms);
    queue = new EgressQueue(queueOctets, stall, statistics, this::roomAgain);
    uplink = gateway.attach(this);
  }

  private static Rules rules(String node, int index, Terms terms) {
    Nic nic = terms.nic();
    return new Rules(
        new Attachment(terms.network().name(), node, index, nic.mac(), nic.address()),
        new Guard(terms));
  }

  /** From now on this port of the same node is so. */
  void configure(Terms terms) {
    Attachment old = rules.attachment;
    rules = rules(old.node(), old.nic(), terms);
  }

  /** Whose port this is. */
  public Attachment attachment() {
    return rules.attachment;
  }

  /** The port's MAC. */
  public MacAddress mac() {
    return rules.attachment.mac();
  }

  /** What goes to the guest. */
  public FrameSink sink() {
    return queue;
  }

  /** What is thrown away on behalf of this guest is counted here. */
  public PortStatistics statistics() {
    return statistics;
  }

  /** What passed so far. */
  public PortCounters counters() {
    Attachment attachment = attachment();
    return new PortCounters(
        attachment.network(),
        attachment.node(),
        attachment.nic(),
        queue.isOpen(),
        statistics.framesIn(),
        statistics.framesOut(),
        statistics.drops());
  }

  @Override
  public void receive(Frame frame) {
    if (claims.isHeard()) {
      ClaimReader.read(frame, mac()).ifPresent(address -> claims.claimed(mac(), address));
    }
    Optional<DropReason> reason = rules.guard.check(frame);
    if (reason.isPresent()) {
      statistics.countDrop(reason.get());
    } else {
      statistics.countIn();
      owner.forward(this, frame);
    }
  }

  @Override
  public void oversize() {
    statistics.countDrop(DropReason.MTU);
  }

  /** Remembers that {@code other} got a frame of the batch that is being received. */
  void touch(EgressQueue other) {
    if (!touched.contains(other)) {
      touched.add(other);
    }
  }

  /** The batch is over: everybody who got something of it is served. */
  void flush() {
    for (EgressQueue other : touched) {
      other.flush();
    }
    touched.clear();
    uplink.flush();
  }

  EgressQueue queue() {
    return queue;
  }

  Uplink uplink() {
    return uplink;
  }

  private void roomAgain() {
    uplink.resume();
  }
}
