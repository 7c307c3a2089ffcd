package io.anyrack.openstack.resource;

import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.Neutron;
import io.anyrack.openstack.neutron.SecurityGroup;
import io.anyrack.rack.cloud.CloudException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
 * the holder's machine sees that its process is gone.
 */
final class Lease {
  private static final String NAME = "anyrack-lease";
  private static final Duration LASTS = Duration.ofMinutes(3);
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

  /**
   * A lease.
   *
   * @param gone whether a holder's process is known to be gone; of other machines nobody knows
   */
  Lease(
      Neutron neutron,
      String rack,
      Holder holder,
      Predicate<Holder> gone,
      InstantSource time,
      Patience patience) {
    this.neutron = neutron;
    this.rack = rack;
    this.holder = holder;
    this.gone = gone;
    this.time = time;
    this.patience = patience;
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
    return new Held(
        neutron
            .securityGroups()
            .create(Attributes.none().put("name", NAME).put("description", text()))
            .id(),
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

  private String text() {
    return "anyrack:lease=%s user=%s host=%s process=%s until=%s"
        .formatted(
            rack,
            holder.user(),
            holder.host(),
            holder.process(),
            time.instant().plus(LASTS).truncatedTo(ChronoUnit.SECONDS));
  }

  /** A lease that is claimed; it is kept until it is given back. */
  final class Held implements AutoCloseable {
    private final String id;
    private final boolean inherited;
    private final long began;
    private final Thread keeper;
    private volatile Duration took = Duration.ZERO;

    private Held(String id, boolean inherited, long began) {
      this.id = id;
      this.inherited = inherited;
      this.began = began;
      this.keeper = Thread.ofVirtual().name("lease " + rack).start(this::keep);
    }

    private void keep() {
      try {
        while (true) {
          Thread.sleep(LASTS.dividedBy(3));
          neutron.securityGroups().update(id, Attributes.none().put("description", text()));
        }
      } catch (InterruptedException e) {
        // Given back.
      } catch (CloudException e) {
        if (!Thread.currentThread().isInterrupted()) { // else it was given back meanwhile
          System.getLogger(Lease.class.getName())
              .log(System.Logger.Level.WARNING, "cannot keep the lease of " + rack, e);
        }
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
