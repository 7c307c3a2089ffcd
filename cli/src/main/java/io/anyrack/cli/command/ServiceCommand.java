package io.anyrack.cli.command;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.process.ServiceMain;
import io.anyrack.cli.process.ServiceProcess;
import io.anyrack.cli.remote.RemoteService;
import io.anyrack.rack.RackException;
import io.anyrack.service.state.StateDirectory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code anyrack service}. */
@Command(
    name = "service",
    description = {
      "Start the rack's service: its BMCs, its network and its boot services.",
      "`anyrack up` does this by itself. Machines run on while the service does not."
    },
    footer = {"", "Example: anyrack service --foreground --rack lab"})
public final class ServiceCommand implements Callable<Integer> {
  private final Host host;
  @Mixin private RackOptions rack = new RackOptions();

  @Option(names = "--foreground", description = "stay in the foreground until ended")
  private boolean foreground;

  /** A command in {@code host}. */
  public ServiceCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    StateDirectory state = rack.state(host);
    if (foreground) {
      new ServiceMain(host, state, ProcessHandle.current().pid()).run();
      return 0;
    }
    if (!state.exists()) {
      throw new RackException(
          "the rack '" + state.root().getFileName() + "' is not up; `anyrack up` makes it");
    }
    try (RemoteService remote = new RemoteService(host, state)) {
      if (remote.isRemote()) {
        remote.client();
        host.terminal()
            .say("the service of '" + state.root().getFileName() + "' runs on its server");
        return 0;
      }
    }
    new ServiceProcess(host, state).start();
    host.terminal().say("the service of '" + state.root().getFileName() + "' runs");
    return 0;
  }
}
