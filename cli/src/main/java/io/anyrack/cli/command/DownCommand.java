package io.anyrack.cli.command;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.output.ProgressLine;
import io.anyrack.cli.process.RackUp;
import io.anyrack.cli.process.ServiceProcess;
import io.anyrack.cli.site.CloudAccess;
import io.anyrack.cli.site.Sites;
import io.anyrack.rack.RackException;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.service.control.ControlClient;
import io.anyrack.service.state.StateDirectory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code anyrack down}. */
@Command(
    name = "down",
    description = {
      "Destroy the rack and all that belongs to it: machines, disks, logs, its service.",
      "Works without the rack file (--rack NAME) and after a crash; on OpenStack also from another"
          + " machine (--rack NAME --os-cloud CLOUD): what is the rack's carries its tag."
    },
    footer = {"", "Example: anyrack down --rack lab"})
public final class DownCommand implements Callable<Integer> {
  private static final CloudSpec LOCAL =
      new CloudSpec.Local(CloudSpec.Accelerator.AUTO, CloudSpec.DiskCache.WRITEBACK);

  private final Host host;
  @Mixin private RackOptions rack = new RackOptions();
  @Mixin private CloudOption cloud = new CloudOption();

  /** A command in {@code host}. */
  public DownCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    StateDirectory state = rack.state(host);
    String name = name(state);
    Optional<CloudSpec> spec = spec(state);
    if (!state.exists() && spec.filter(CloudSpec.Openstack.class::isInstance).isEmpty()) {
      host.terminal().say("there is no rack '" + name + "': nothing to do");
      return 0;
    }
    ServiceProcess process = new ServiceProcess(host, state);
    List<String> account = new ArrayList<>();
    boolean done;
    try (ProgressLine progress = new ProgressLine(host.terminal(), InstantSource.system())) {
      if (process.client().isUp()) {
        process.end(() -> account.addAll(destroy(process.client(), progress)));
        done = process.whileStopped(state::delete);
      } else {
        process.kill();
        Runnable destroy =
            () ->
                account.addAll(
                    Sites.destroy(
                        host, CloudAccess.of(host, state), state, spec.orElse(LOCAL), progress));
        // Without state there is no service to keep out.
        if (!state.exists()) {
          destroy.run();
        }
        done =
            process.whileStopped(
                () -> {
                  destroy.run();
                  state.delete();
                });
      }
    }
    account.forEach(host.terminal()::say);
    if (!done) {
      throw new RackException(
          "the service of the rack '"
              + name
              + "' was started again meanwhile; say `anyrack down` again");
    }
    host.terminal().say("the rack '" + name + "' is gone");
    return 0;
  }

  private static List<String> destroy(ControlClient service, ProgressLine progress) {
    List<String> account = new ArrayList<>();
    service
        .call(ControlClient.request("destroy"), line -> RackUp.show(line, progress))
        .path("account")
        .forEach(line -> account.add(line.asString("")));
    return account;
  }

  /** Where the rack is: as it was applied, else as the user says, else as its file does. */
  private Optional<CloudSpec> spec(StateDirectory state) {
    Optional<CloudSpec> applied = applied(state).map(Rack::cloud);
    if (cloud.name().isPresent()
        && !applied.filter(CloudSpec.Local.class::isInstance).isPresent()) {
      return Optional.of(cloud.spec());
    }
    return applied.or(() -> rack.readIfThere(host, name(state)).map(Rack::cloud));
  }

  private static Optional<Rack> applied(StateDirectory state) {
    try {
      return Wanted.applied(state);
    } catch (RackException e) {
      return Optional.empty(); // what is damaged shall go, too
    }
  }

  private static String name(StateDirectory state) {
    return state.root().getFileName().toString();
  }
}
