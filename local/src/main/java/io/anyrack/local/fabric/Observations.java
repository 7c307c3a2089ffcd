package io.anyrack.local.fabric;

import io.anyrack.local.bridge.Claims;
import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.sync.Said;
import io.anyrack.rack.sync.Said.Meant;
import io.anyrack.rack.sync.Said.Shared;
import io.anyrack.rack.sync.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Which addresses guests say are theirs, as sources of address sync: each within a network that is
 * trusted for that, and never an address of the gateway or one the rack file gives to another port.
 * Thread-safe.
 */
final class Observations implements Claims {
  private final InstantSource time;
  private final Duration kept;
  private final int most;
  private final List<Watch> watches = new CopyOnWriteArrayList<>();
  private volatile Map<IpAddress, Optional<MacAddress>> owners = Map.of();

  /**
   * Nothing seen yet.
   *
   * @param time now
   * @param kept how long after it was seen last an address counts
   * @param most how many a source knows at once
   */
  Observations(InstantSource time, Duration kept, int most) {
    this.time = time;
    this.kept = kept;
    this.most = most;
  }

  /** Addresses that have an owner; without a MAC none of the guests is. */
  void owners(Map<IpAddress, Optional<MacAddress>> known) {
    owners = Map.copyOf(known);
  }

  /** A source of what is seen within {@code trusted}, until it is closed. */
  Source within(IpPrefix trusted) {
    Watch watch = new Watch(trusted);
    watches.add(watch);
    return watch;
  }

  @Override
  public boolean isHeard() {
    return !watches.isEmpty();
  }

  @Override
  public void claimed(MacAddress mac, IpAddress address) {
    Optional<Optional<MacAddress>> owner = Optional.ofNullable(owners.get(address));
    if (owner.isEmpty() || owner.get().equals(Optional.of(mac))) {
      watches.forEach(watch -> watch.claimed(new Claim(address, mac)));
    }
  }

  private record Claim(IpAddress address, MacAddress mac) {}

  private final class Watch implements Source {
    private final IpPrefix trusted;
    private final Map<Claim, Instant> seen =
        new TreeMap<>(
            Comparator.comparing(Claim::address).thenComparingLong(claim -> claim.mac().bits()));
    private boolean news;

    Watch(IpPrefix trusted) {
      this.trusted = trusted;
    }

    synchronized void claimed(Claim claim) {
      if (!trusted.contains(claim.address()) || (seen.size() >= most && !seen.containsKey(claim))) {
        return;
      }
      if (Optional.ofNullable(seen.put(claim, time.instant())).isEmpty()) {
        news = true;
        notifyAll();
      }
    }

    @Override
    public String name() {
      return "observed:" + trusted;
    }

    @Override
    public synchronized Said read() {
      news = false;
      Instant oldest = time.instant().minus(kept);
      seen.values().removeIf(last -> last.isBefore(oldest));
      List<Shared> shared = new ArrayList<>();
      for (Claim claim : seen.keySet()) {
        shared.add(
            new Shared(
                IpPrefix.of(claim.address()),
                Optional.empty(),
                new Meant.Owners(Set.of(claim.mac()))));
      }
      return new Said(List.of(), shared);
    }

    @Override
    public synchronized void await(Duration atMost) throws InterruptedException {
      Duration patience = atMost.compareTo(untilOver()) < 0 ? atMost : untilOver();
      long until = System.nanoTime() + patience.toNanos();
      for (long left = patience.toNanos(); !news && left > 0; left = until - System.nanoTime()) {
        wait(Math.max(1, left / 1_000_000));
      }
    }

    /** Until the first claim is too old. */
    private Duration untilOver() {
      return seen.values().stream()
          .min(Instant::compareTo)
          .map(first -> Duration.between(time.instant(), first.plus(kept)).plusMillis(1))
          .filter(left -> !left.isNegative())
          .orElse(kept);
    }

    @Override
    public void close() {
      watches.remove(this);
    }
  }
}
