package io.anyrack.cli.command;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.output.OutputFormat;
import io.anyrack.cli.output.PlanText;
import io.anyrack.cli.process.RackUp;
import io.anyrack.cli.process.RemoteUp;
import io.anyrack.cli.remote.RemoteService;
import io.anyrack.cli.site.CloudAccess;
import io.anyrack.cli.site.Sites;
import io.anyrack.cli.site.Tenancy;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.plan.Plan;
import io.anyrack.service.control.ControlClient;
import io.anyrack.service.state.StateDirectory;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code anyrack up}. */
@Command(
    name = "up",
    description = {
      "Make the rack as its file says; nodes that are made are off.",
      "Run it again after a change of the file, or after an interruption: only what differs is"
          + " touched."
    },
    footer = {"", "Example: anyrack up -f rack.yaml"})
public final class UpCommand implements Callable<Integer> {
  private final Host host;
  @Mixin private RackOptions options = new RackOptions();
  @Mixin private CloudOption cloud = new CloudOption();

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "how the nodes are printed: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}")
  private OutputFormat format = OutputFormat.table;

  /** A command in {@code host}. */
  public UpCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    Rack read = options.read(host);
    StateDirectory state = RackOptions.state(host, read.name());
    Rack wanted = Wanted.complete(host, read, Wanted.applied(state), cloud.name());
    if (wanted.cloud() instanceof CloudSpec.Openstack) {
      CloudAccess.here(host).remember(state);
    }
    try (RemoteService remote = new RemoteService(host, state)) {
      ControlClient service = up(wanted, state, remote);
      host.terminal().out().print(NodesCommand.show(service.call("nodes").path("nodes"), format));
      host.terminal().out().flush();
    }
    return 0;
  }

  private ControlClient up(Rack wanted, StateDirectory state, RemoteService remote) {
    Consumer<Plan> planned = plan -> host.terminal().err().print(PlanText.of(plan));
    if (wanted.bmcServer().isPresent()) {
      return new RemoteUp(host, state, remote).up(wanted, planned);
    }
    if (remote.isRemote()) {
      try (Tenancy tenancy = Sites.tenancy(host, CloudAccess.of(host, state), wanted)) {
        remote.leave(tenancy.project());
      }
    }
    return new RackUp(host, state).up(wanted, planned);
  }
}
