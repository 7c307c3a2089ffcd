package io.anyrack.openstack.resource;

import io.anyrack.openstack.work.Account;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was done and how long it took.
 *
 * @param account of the steps
 * @param claim how long it took until it was certain that nobody else changes the rack: no step
 *     begins before
 * @param calls requests that were sent
 * @param waiting how long at least one request was under way or the cloud was waited for
 * @param wall from beginning to end
 */
public record Outcome(Account account, Duration claim, int calls, Duration waiting, Duration wall) {
  private static final int SHOWN = 5;

  /** The share of the time in which the cloud was not waited for, 0 to 1. */
  public double ownShare() {
    return wall.isZero() ? 0 : Math.max(0, 1 - (double) waiting.toNanos() / wall.toNanos());
  }

  /** A line each, for the user. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%d steps in %s, %d calls; %.0f %% of the time not waiting for the cloud",
            account.steps().size(),
            seconds(wall),
            calls,
            ownShare() * 100));
    List<Account.Timing> path = account.criticalPath();
    if (!path.isEmpty()) {
      lines.add("critical path: " + seconds(claim.plus(account.critical())));
      lines.add("  " + seconds(claim) + "  claim of the rack");
      path.forEach(each -> lines.add("  " + seconds(each.took()) + "  " + each.shown()));
      lines.add("longest steps:");
      account.steps().stream()
          .sorted((a, b) -> b.took().compareTo(a.took()))
          .limit(SHOWN)
          .forEach(each -> lines.add("  " + seconds(each.took()) + "  " + each.shown()));
    }
    return lines;
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
