package io.anyrack.netsync;

import io.anyrack.netsync.rule.Finding;
import io.anyrack.netsync.rule.Rules.OnFile;
import io.anyrack.netsync.rule.Wishes;
import io.anyrack.rack.RackException;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.sync.Source;
import io.anyrack.rack.sync.Target;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Address sync: sources on one side, a target on the other. One thread calls {@link #once}, {@link
 * #differences} or {@link #run}; {@link #figures} and {@link #findings} may be asked by any.
 */
public final class Sync {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final List<Source> sources;
  private final Reconciliation reconciliation;
  private final SyncLimits limits;
  private final Chronicle chronicle;
  private final Inbox inbox;
  private volatile Set<Finding> findings = Set.of();
  private volatile Figures figures;

  /**
   * Sync that has not begun.
   *
   * @param sources the most important first
   * @param target the ports
   * @param file what the rack file gives to ports, by MAC
   * @param limits how much, how often
   * @param chronicle is told what happens
   * @param time now
   */
  public Sync(
      List<Source> sources,
      Target target,
      Map<MacAddress, OnFile> file,
      SyncLimits limits,
      Chronicle chronicle,
      InstantSource time) {
    this.sources = List.copyOf(sources);
    this.reconciliation = new Reconciliation(target, file, limits, chronicle, time);
    this.limits = limits;
    this.chronicle = chronicle;
    this.inbox = new Inbox(sources.size(), time);
    this.figures = new Figures(sources.size(), 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO);
  }

  /** How it is doing. */
  public Figures figures() {
    Figures last = figures;
    return new Figures(
        last.sources(),
        inbox.heard(),
        last.ports(),
        last.pending(),
        last.changes(),
        last.failures(),
        inbox.waiting(),
        last.lag());
  }

  /** What keeps ports from being as the sources say. */
  public Set<Finding> findings() {
    return findings;
  }

  /**
   * Reads all sources and compares; changes nothing.
   *
   * @throws RackException if a source or the cloud does not answer
   */
  public Pass differences() {
    Pass pass = reconciliation.look(read());
    note(pass, 0);
    return pass;
  }

  /**
   * Reads all sources and changes what differs.
   *
   * @throws RackException if a source or the cloud does not answer
   */
  public Pass once() {
    Pass pass = reconciliation.toward(read());
    note(pass, 0);
    return pass;
  }

  private Wishes read() {
    for (int i = 0; i < sources.size(); i++) {
      inbox.put(i, sources.get(i).read());
    }
    return inbox.take();
  }

  /** Follows the sources until the thread is interrupted. Failures are told and tried again. */
  public void run() throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < sources.size(); i++) {
        int source = i;
        threads.execute(() -> follow(source));
      }
      try {
        push();
      } finally {
        threads.shutdownNow();
      }
    }
  }

  /** Whatever is wrong with a source, it may be well again, and the others go on. */
  private void follow(int index) {
    Source source = sources.get(index);
    int failures = 0;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        try {
          failures = read(index, failures);
          source.await(failures == 0 ? PATIENCE : limits.retry(failures));
        } catch (RuntimeException e) {
          failures++;
          tell(source, failures, e);
          Thread.sleep(limits.retry(failures));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** How many failures in a row there are now. */
  private int read(int index, int failures) {
    Source source = sources.get(index);
    try {
      inbox.put(index, source.read());
      return 0;
    } catch (RuntimeException e) {
      tell(source, failures + 1, e);
      return failures + 1;
    }
  }

  private void tell(Source source, int failures, RuntimeException failure) {
    if (failures == 1) {
      chronicle.failed(source.name() + ": " + failure.getMessage());
    }
  }

  private void push() throws InterruptedException {
    int failures = 0;
    int givenUp = 0;
    Duration rest = limits.recheck();
    while (true) {
      inbox.await(rest); // what DHCP tells is put right even if no source is ever heard
      try {
        boolean toTheEnd = givenUp == limits.anew();
        Pass pass = reconciliation.toward(inbox.take(), () -> !toTheEnd && inbox.hasNews());
        failures = 0;
        givenUp = pass.whole() ? 0 : givenUp + 1;
        note(pass, 0);
        rest = pass.left() == 0 ? limits.recheck() : limits.holdBack();
      } catch (SyncInterruptedException e) {
        throw new InterruptedException();
      } catch (RackException e) {
        failures++;
        chronicle.failed(e.getMessage());
        figures = failed(failures);
        Thread.sleep(limits.retry(failures));
        rest = Duration.ZERO;
      }
    }
  }

  private Figures failed(int failures) {
    Figures last = figures;
    return new Figures(
        last.sources(),
        last.heard(),
        last.ports(),
        last.pending(),
        last.changes(),
        failures,
        last.waiting(),
        last.lag());
  }

  private void note(Pass pass, int failures) {
    Duration lag = pass.pending().isEmpty() ? inbox.settled().orElse(figures.lag()) : figures.lag();
    List<Finding> news = new ArrayList<>(pass.findings());
    news.removeAll(findings);
    findings = Set.copyOf(new HashSet<>(pass.findings()));
    news.forEach(chronicle::found);
    figures =
        new Figures(
            sources.size(),
            inbox.heard(),
            pass.ports(),
            pass.left(),
            figures.changes() + pass.changed().size(),
            failures,
            inbox.waiting(),
            lag);
  }
}
