package io.anyrack.cli.sync;

import io.anyrack.netsync.Chronicle;
import io.anyrack.netsync.Figures;
import io.anyrack.netsync.rule.Finding;
import io.anyrack.netsync.rule.Step;
import io.anyrack.netsync.rule.ToldText;
import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.rack.RackException;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.sync.ToldSubnet;
import io.anyrack.service.Site;
import io.anyrack.service.SyncReport;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Address sync inside a rack's service: begins and ends as the rack file says. Thread-safe. */
public final class SiteSync implements AutoCloseable {
  private final Function<CloudSpec.Openstack, CloudConfig> clouds;
  private final BiFunction<Rack, BooleanSupplier, SyncTarget> target;
  private final Site.Log log;
  private Optional<Running> running = Optional.empty();
  private volatile boolean changing;

  private record Running(SyncSetup setup, Thread thread) {}

  /**
   * None yet.
   *
   * @param clouds finds the clouds of installers
   * @param target gives the ports of a rack; is told whether the rack is being changed
   * @param log is told what happens
   */
  public SiteSync(
      Function<CloudSpec.Openstack, CloudConfig> clouds,
      BiFunction<Rack, BooleanSupplier, SyncTarget> target,
      Site.Log log) {
    this.clouds = clouds;
    this.target = target;
    this.log = log;
  }

  /** Does what the rack file says, from now on, and looks at all ports anew. */
  public synchronized void configure(Rack rack) {
    end();
    rack.sync()
        .ifPresent(
            spec -> {
              try {
                SyncSetup setup =
                    new SyncSetup(
                        clouds, target.apply(rack, () -> changing), rack, spec, new Told(log));
                Thread thread =
                    Thread.ofVirtual().name("address-sync").start(() -> run(setup, log));
                running = Optional.of(new Running(setup, thread));
              } catch (RackException e) {
                // A rack whose sync cannot begin is a rack all the same.
                log.sync("", "address sync cannot begin: " + e.getMessage());
              }
            });
  }

  /** What the rack file says is being told to the cloud: until that is over it is left alone. */
  public void changing(boolean now) {
    changing = now;
  }

  private static void run(SyncSetup setup, Site.Log log) {
    try {
      setup.sync().run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.sync("", "address sync has ended: " + e);
    }
  }

  /** How it is doing; empty: there is none. */
  public synchronized Optional<SyncReport> report() {
    return running.map(
        now -> {
          Figures figures = now.setup().sync().figures();
          return new SyncReport(
              figures.sources(),
              figures.heard(),
              figures.ports(),
              figures.pending(),
              figures.changes(),
              figures.failures(),
              figures.lag(),
              figures.waiting(),
              now.setup().sync().findings().stream().map(Finding::toString).sorted().toList());
        });
  }

  private void end() {
    running.ifPresent(
        now -> {
          now.thread().interrupt();
          try {
            now.thread().join();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          now.setup().close();
        });
    running = Optional.empty();
  }

  /** What sync set stays. */
  @Override
  public synchronized void close() {
    end();
  }

  /** Events of the node concerned, or of the rack; the same failure over and over is told once. */
  private static final class Told implements Chronicle {
    private final Site.Log log;
    private String last = "";

    Told(Site.Log log) {
      this.log = log;
    }

    @Override
    public void changed(Step step) {
      log.sync(step.port().node(), step.toString());
    }

    @Override
    public void routed(ToldSubnet subnet) {
      log.sync("", ToldText.of(subnet));
    }

    @Override
    public void found(Finding finding) {
      log.sync(finding.node(), finding.text());
    }

    @Override
    public synchronized void failed(String text) {
      if (!text.equals(last)) {
        last = text;
        log.sync("", "not now, trying again: " + text);
      }
    }
  }
}
