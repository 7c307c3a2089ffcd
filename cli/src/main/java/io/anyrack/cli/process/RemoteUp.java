package io.anyrack.cli.process;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.output.ProgressLine;
import io.anyrack.cli.remote.RemoteService;
import io.anyrack.cli.site.CloudAccess;
import io.anyrack.cli.site.Sites;
import io.anyrack.cli.site.Tenancy;
import io.anyrack.rack.RackException;
import io.anyrack.rack.cloud.Cloud;
import io.anyrack.rack.cloud.Probe;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.plan.Plan;
import io.anyrack.service.control.ControlClient;
import io.anyrack.service.state.RackStore;
import io.anyrack.service.state.StateDirectory;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Brings a rack up whose service runs on one of its servers: the rack is made from here, with the
 * user's rights, and the service brought there, with few of its own.
 */
public final class RemoteUp {
  private final Host host;
  private final StateDirectory state;
  private final RemoteService remote;

  /**
   * For the rack whose state here is in {@code state}.
   *
   * @param remote its service; the way to it stays open until this is closed
   */
  public RemoteUp(Host host, StateDirectory state, RemoteService remote) {
    this.host = host;
    this.state = state;
    this.remote = remote;
  }

  /**
   * Makes the rack as {@code wanted} says and returns when its service answers.
   *
   * @param planned is told what is about to be done
   * @return its service
   * @throws RackException if it cannot be made; what was made stays, and is gone on with the next
   *     time
   */
  public ControlClient up(Rack wanted, Consumer<Plan> planned) {
    state.create();
    endServiceHere();
    RackStore store = new RackStore(state);
    Optional<Rack> applied = store.rack();
    try (Tenancy tenancy = Sites.tenancy(host, CloudAccess.of(host, state), wanted);
        ProgressLine progress = new ProgressLine(host.terminal(), InstantSource.system())) {
      Cloud cloud = tenancy.cloud();
      Probe probe = cloud.probe(wanted);
      refuse(probe);
      Plan plan = plan(cloud, applied, wanted);
      planned.accept(plan);
      store.keep(wanted); // from here on `down` has something to take away
      cloud.apply(wanted, plan, progress);
      ControlClient service = remote.bring(wanted, tenancy.project(), progress);
      warn(probe);
      cloud.account().forEach(host.terminal()::say);
      return service;
    }
  }

  /** The rack's service ran on this machine until now. */
  private void endServiceHere() {
    ServiceProcess process = new ServiceProcess(host, state);
    if (process.client().isUp()) {
      process.end(() -> process.client().call("hand-over"));
    }
  }

  private static Plan plan(Cloud cloud, Optional<Rack> applied, Rack wanted) {
    try {
      return cloud.plan(applied, wanted);
    } catch (IllegalArgumentException e) {
      throw new RackException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void refuse(Probe probe) {
    if (!probe.problems().isEmpty()) {
      throw new RackException(
          probe.problems().stream()
              .map(finding -> finding.subject() + ": " + finding.message())
              .collect(Collectors.joining("\n")));
    }
  }

  private void warn(Probe probe) {
    probe.findings().stream()
        .filter(finding -> finding.severity() == Probe.Severity.WARNING)
        .forEach(
            finding ->
                host.terminal().say("warning: " + finding.subject() + ": " + finding.message()));
  }
}
