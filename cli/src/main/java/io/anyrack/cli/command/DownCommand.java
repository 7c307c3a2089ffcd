package io.anyrack.cli.command;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.output.ProgressLine;
import io.anyrack.cli.process.RackUp;
import io.anyrack.cli.process.ServiceProcess;
import io.anyrack.cli.site.LocalSite;
import io.anyrack.rack.RackException;
import io.anyrack.service.control.ControlClient;
import io.anyrack.service.state.StateDirectory;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code anyrack down}. */
@Command(
    name = "down",
    description = {
      "Destroy the rack and all that belongs to it: machines, disks, logs, its service.",
      "Works without the rack file (--rack NAME) and after a crash."
    },
    footer = {"", "Example: anyrack down --rack lab"})
public final class DownCommand implements Callable<Integer> {
  private final Host host;
  @Mixin private RackOptions rack = new RackOptions();

  /** A command in {@code host}. */
  public DownCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    StateDirectory state = rack.state(host);
    if (!state.exists()) {
      host.terminal().say("there is no rack '" + state.root().getFileName() + "': nothing to do");
      return 0;
    }
    ServiceProcess process = new ServiceProcess(host, state);
    ControlClient service = process.client();
    boolean done;
    try (ProgressLine progress = new ProgressLine(host.terminal(), InstantSource.system())) {
      if (service.isUp()) {
        process.end(
            () ->
                service.call(
                    ControlClient.request("destroy"), line -> RackUp.show(line, progress)));
        done = process.whileStopped(state::delete);
      } else {
        process.kill();
        done =
            process.whileStopped(
                () -> {
                  LocalSite.destroy(host, state, progress);
                  state.delete();
                });
      }
    }
    if (!done) {
      throw new RackException(
          "the service of the rack '"
              + state.root().getFileName()
              + "' was started again meanwhile; say `anyrack down` again");
    }
    host.terminal().say("the rack '" + state.root().getFileName() + "' is gone");
    return 0;
  }
}
