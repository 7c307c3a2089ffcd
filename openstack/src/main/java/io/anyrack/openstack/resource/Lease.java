package io.anyrack.openstack.resource;

import io.anyrack.openstack.http.NotFoundException;
import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.Neutron;
import io.anyrack.openstack.neutron.SecurityGroup;
import io.anyrack.rack.cloud.BreakOff;
import io.anyrack.rack.cloud.BrokenOffException;
import io.anyrack.rack.cloud.CloudException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The right to change a rack: one {@code up} or {@code down} at a time. It is written into the
 * project as an empty security group that says who has it and until when, since that is the one
 * place that all who could change the rack can see. Of two who claim it at the same moment the
 * older claim counts, within one of Neutron's seconds the one whose id comes first; the other sees
 * that after a moment, which has to be longer than a second, and takes its claim back.
 *
 * <p>A claim ends with its time, which its holder moves on while at work, or as soon as somebody on
 * the holder's machine sees that its process is gone. A holder that cannot move it on breaks its
 * work off when the time is over.
 */
final class Lease {
  private static final String NAME = "anyrack-lease";

  /** How long a claim lasts that is not moved on. */
  static final Duration USUAL = Duration.ofMinutes(3);

  private static final Pattern TEXT =
      Pattern.compile("anyrack:lease=(\\S+) user=(\\S+) host=(\\S+) process=(\\S+) until=(\\S+)");

  private static final Comparator<Claim> OLDEST =
      Comparator.comparing(Claim::since).thenComparing(Claim::id);

  private final Neutron neutron;
  private final String rack;
  private final Holder holder;
  private final Predicate<Holder> gone;
  private final InstantSource time;
  private final Patience patience;
  private final Duration lasts;

  /**
   * A lease.
   *
   * @param gone whether a holder's process is known to be gone; of other machines nobody knows
   * @param lasts how long a claim lasts that is not moved on
   */
  Lease(
      Neutron neutron,
      String rack,
      Holder holder,
      Predicate<Holder> gone,
      InstantSource time,
      Patience patience,
      Duration lasts) {
    this.neutron = neutron;
    this.rack = rack;
    this.holder = holder;
    this.gone = gone;
    this.time = time;
    this.patience = patience;
    this.lasts = lasts;
  }

  private record Claim(String id, Instant since, Holder holder, Instant until) {}

  /**
   * Takes the lease.
   *
   * @return gives it back
   * @throws CloudException if somebody else has it, saying who
   */
  Held take() {
    Held held = claim();
    try {
      held.settle();
      return held;
    } catch (RuntimeException e) {
      try (held) {
        throw e;
      }
    }
  }

  /**
   * Claims the lease, and has it unless another claim of the same moment comes first: what changes
   * nothing in the cloud may be done before {@link Held#settle} returns. Whoever gave the lease
   * back is done by now, and whoever has it next sees this claim.
   *
   * @return takes the claim back
   * @throws CloudException if somebody else has the lease, saying who
   */
  Held claim() {
    long began = System.nanoTime();
    List<Claim> there = claims();
    for (Claim claim : there) {
      if (stale(claim) || claim.holder().equals(holder)) {
        neutron.securityGroups().delete(claim.id());
      } else {
        throw taken(claim);
      }
    }
    Instant until = end();
    return new Held(
        neutron
            .securityGroups()
            .create(Attributes.none().put("name", NAME).put("description", text(until)))
            .id(),
        until,
        !there.isEmpty(),
        began);
  }

  private List<Claim> claims() {
    return neutron.securityGroups().named(NAME).stream()
        .flatMap(group -> claim(group).stream())
        .toList();
  }

  private Optional<Claim> claim(SecurityGroup group) {
    Matcher text = TEXT.matcher(group.description());
    if (!text.matches() || !text.group(1).equals(rack)) {
      return Optional.empty();
    }
    return Optional.of(
        new Claim(
            group.id(),
            group.created().orElse(Instant.EPOCH),
            new Holder(text.group(2), text.group(3), text.group(4)),
            Instant.parse(text.group(5))));
  }

  private boolean stale(Claim claim) {
    return claim.until().isBefore(time.instant()) || gone.test(claim.holder());
  }

  private CloudException taken(Claim claim) {
    return new CloudException(
        "rack %s is being changed by %s; wait until that is done. If it is not at work any more, its"
                .formatted(rack, claim.holder())
            + " claim ends at "
            + claim.until());
  }

  private Instant end() {
    return time.instant().plus(lasts).truncatedTo(ChronoUnit.SECONDS);
  }

  private String text(Instant until) {
    return "anyrack:lease=%s user=%s host=%s process=%s until=%s"
        .formatted(rack, holder.user(), holder.host(), holder.process(), until);
  }

  /** A lease that is claimed; it is kept until it is given back. */
  final class Held implements AutoCloseable {
    private final String id;
    private final boolean inherited;
    private final long began;
    private final Thread keeper;
    private volatile Duration took = Duration.ZERO;

    private final BreakOff over = new BreakOff();
    private volatile Instant until;
    private volatile String why = "the cloud did not answer before its time was over";

    private Held(String id, Instant until, boolean inherited, long began) {
      this.id = id;
      this.until = until;
      this.inherited = inherited;
      this.began = began;
      this.keeper = Thread.ofVirtual().name("lease " + rack).start(this::keep);
    }

    private void keep() {
      try {
        do {
          Thread.sleep(lasts.dividedBy(3));
        } while (movedOn());
        over.ask();
      } catch (InterruptedException e) {
        // Given back.
      }
    }

    /** Moves its end on, as often as that takes; false: it has come to its end before. */
    private boolean movedOn() throws InterruptedException {
      while (true) {
        Duration left = Duration.between(time.instant(), until);
        if (!left.isPositive()) {
          return false;
        }
        Instant next = end();
        // A call that hangs may take longer than the claim lasts.
        FutureTask<SecurityGroup> call =
            new FutureTask<>(
                () ->
                    neutron
                        .securityGroups()
                        .update(id, Attributes.none().put("description", text(next))));
        Thread.ofVirtual().name("keep lease " + rack).start(call);
        try {
          call.get(left.toMillis(), TimeUnit.MILLISECONDS);
          until = next;
          return true;
        } catch (TimeoutException e) {
          return false;
        } catch (ExecutionException e) {
          Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
          why = String.valueOf(cause.getMessage());
          if (cause instanceof NotFoundException) {
            why = "somebody has taken it away";
            return false;
          }
        }
        Thread.sleep(lasts.dividedBy(60));
      }
    }

    /**
     * Works on the rack as long as the claim lasts.
     *
     * @param asked ends it early, too
     * @param work ends at the next safe point when it is asked to
     * @throws CloudException if the claim did not last
     */
    <T> T during(BreakOff asked, Function<BreakOff, T> work) {
      BreakOff either = new BreakOff();
      try (BreakOff.Registration _ = asked.whenAsked(either::ask);
          BreakOff.Registration _ = over.whenAsked(either::ask)) {
        return work.apply(either);
      } catch (BrokenOffException e) {
        if (asked.isAsked() || !over.isAsked()) {
          throw e;
        }
        throw new CloudException(
            "rack %s: %s, because the claim on the rack could not be kept, and others may change it"
                    .formatted(rack, e.getMessage())
                + " now: "
                + why
                + ". The same command goes on where this one stopped",
            e);
      }
    }

    /**
     * Returns when it is certain that no other claim comes first.
     *
     * @throws CloudException if one does, saying whose
     */
    void settle() {
      try {
        patience.pause().pause(patience.settling());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CloudException("interrupted", e);
      }
      Optional<Claim> first = claims().stream().filter(claim -> !stale(claim)).min(OLDEST);
      if (first.isPresent() && !first.get().id().equals(id)) {
        throw taken(first.get());
      }
      took = Duration.ofNanos(System.nanoTime() - began);
    }

    /** Whether its last holder died at work: what that one asked for last may come only now. */
    boolean inherited() {
      return inherited;
    }

    /** How long it took to get it. */
    Duration took() {
      return took;
    }

    @Override
    public void close() {
      keeper.interrupt();
      neutron.securityGroups().delete(id);
    }
  }
}
