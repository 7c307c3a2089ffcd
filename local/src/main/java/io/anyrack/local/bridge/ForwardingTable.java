package io.anyrack.local.bridge;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Which MAC is behind which port (IEEE 802.1Q §8.8). The ports' own MACs are known from the start
 * and cannot be taken over; others are learned from the frames' sources, in a table of fixed size
 * whose oldest entries give way. Thread-safe without locks.
 */
final class ForwardingTable {
  private static final int LEARNED = 1024;
  private static final int WAYS = 4;

  private final @Nullable Entry[] known;
  private final AtomicReferenceArray<@Nullable Entry> learned = new AtomicReferenceArray<>(LEARNED);

  private record Entry(long mac, GuestPort port) {}

  ForwardingTable(List<GuestPort> ports) {
    known = new Entry[Math.max(16, Integer.highestOneBit(ports.size()) * 4)];
    for (GuestPort port : ports) {
      long mac = port.mac().bits();
      int at = hash(mac) & (known.length - 1);
      while (known[at] != null) {
        at = (at + 1) & (known.length - 1);
      }
      known[at] = new Entry(mac, port);
    }
  }

  Optional<GuestPort> find(long mac) {
    return findKnown(mac).or(() -> findLearned(mac));
  }

  void learn(long mac, GuestPort port) {
    if (port.mac().bits() == mac || findKnown(mac).isPresent()) {
      return;
    }
    int first = hash(mac) & (LEARNED - WAYS);
    int victim = first + (int) (mac & (WAYS - 1));
    for (int at = first; at < first + WAYS; at++) {
      Entry entry = learned.get(at);
      if (entry == null) {
        victim = at;
      } else if (entry.mac == mac) {
        if (entry.port == port) {
          return;
        }
        victim = at;
        break;
      }
    }
    learned.set(victim, new Entry(mac, port));
  }

  private Optional<GuestPort> findKnown(long mac) {
    int at = hash(mac) & (known.length - 1);
    while (true) {
      Entry entry = known[at];
      if (entry == null) {
        return Optional.empty();
      }
      if (entry.mac == mac) {
        return Optional.of(entry.port);
      }
      at = (at + 1) & (known.length - 1);
    }
  }

  private Optional<GuestPort> findLearned(long mac) {
    int first = hash(mac) & (LEARNED - WAYS);
    for (int at = first; at < first + WAYS; at++) {
      Entry entry = learned.get(at);
      if (entry != null && entry.mac == mac) {
        return Optional.of(entry.port);
      }
    }
    return Optional.empty();
  }

  private static int hash(long mac) {
    return (int) ((mac * 0x9e37_79b9_7f4a_7c15L) >>> 32);
  }
}
