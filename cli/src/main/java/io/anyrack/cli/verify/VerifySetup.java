package io.anyrack.cli.verify;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.remote.RemoteService;
import io.anyrack.cli.remote.ServerShell;
import io.anyrack.cli.site.CloudAccess;
import io.anyrack.openstack.project.Project;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.ServerSpec;
import io.anyrack.service.control.ControlClient;
import io.anyrack.service.state.StateDirectory;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The acceptance checks of one rack, and what they hold open. */
public final class VerifySetup implements AutoCloseable {
  private final Optional<Project> project;
  private final Checks checks;

  /**
   * Opens it; nothing is looked at yet.
   *
   * @param state of the rack
   * @param rack as it was applied
   * @param service the rack's
   */
  public VerifySetup(
      Host host, StateDirectory state, Rack rack, ControlClient service, Wishes wishes) {
    switch (rack.cloud()) {
      case CloudSpec.Local _ -> {
        project = Optional.empty();
        checks =
            new Checks(
                rack,
                service,
                LocalVantage.of(service, rack, new SecureRandom()),
                wishes,
                server -> server.name());
      }
      case CloudSpec.Openstack spec -> {
        Project open = Project.open(CloudAccess.of(host, state).config(spec));
        RemoteService remote = new RemoteService(host, state);
        Map<ServerSpec, ServerShell> shells = new ConcurrentHashMap<>();
        project = Optional.of(open);
        checks =
            new Checks(
                rack,
                service,
                new ProjectVantage(
                    rack,
                    open,
                    service,
                    server -> shells.computeIfAbsent(server, each -> remote.shell(open, each))),
                wishes,
                server -> remote.shell(open, server).address());
      }
    }
  }

  /** The checks, ready to run. */
  public Verification verification(Progress progress) {
    return new Verification(checks.all(), progress);
  }

  @Override
  public void close() {
    project.ifPresent(Project::close);
  }
}
