package io.anyrack.local.ethernet;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what passes a port. Thread-safe. */
public final class PortStatistics {
  private final LongAdder in = new LongAdder();
  private final LongAdder out = new LongAdder();
  private final Map<DropReason, LongAdder> drops = new ConcurrentHashMap<>();

  /** Counts a frame from the machine that was let through. */
  public void countIn() {
    in.increment();
  }

  /** Counts frames handed to the machine. */
  public void countOut(int frames) {
    out.add(frames);
  }

  /** Counts a frame thrown away. */
  public void countDrop(DropReason reason) {
    drops.computeIfAbsent(reason, first -> new LongAdder()).increment();
  }

  /** Frames from the machine that were let through. */
  public long framesIn() {
    return in.sum();
  }

  /** Frames to the machine. */
  public long framesOut() {
    return out.sum();
  }

  /** Frames thrown away by label of the reason; reasons that did not occur are left out. */
  public Map<String, Long> drops() {
    Map<String, Long> byLabel = new HashMap<>();
    drops.forEach((reason, count) -> byLabel.put(reason.label(), count.sum()));
    return byLabel;
  }
}
