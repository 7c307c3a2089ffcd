package io.anyrack.cli.process;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.output.ProgressLine;
import io.anyrack.cli.output.Terminal;
import io.anyrack.cli.site.AccessNote;
import io.anyrack.cli.site.CloudAccess;
import io.anyrack.rack.RackException;
import io.anyrack.rack.cloud.BrokenOffException;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.plan.Plan;
import io.anyrack.service.PlanReport;
import io.anyrack.service.control.ControlClient;
import io.anyrack.service.state.RackStore;
import io.anyrack.service.state.StateDirectory;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Brings a rack up: starts its service, has it make the rack, and waits for the BMCs. */
public final class RackUp {
  private final Host host;
  private final StateDirectory state;

  /** For the rack whose state is in {@code state}. */
  public RackUp(Host host, StateDirectory state) {
    this.host = host;
    this.state = state;
  }

  /**
   * Makes the rack as {@code wanted} says and returns when every BMC answers.
   *
   * @param planned is told what is about to be done
   * @return its service
   * @throws RackException if it cannot be made; a rack that was not there before leaves nothing
   *     then, unless its cloud goes on with it. One that was made and whose BMC does not answer
   *     stays.
   */
  public ControlClient up(Rack wanted, Consumer<Plan> planned) {
    boolean wasThere = Files.exists(state.rackFile());
    ServiceProcess process = new ServiceProcess(host, state);
    try {
      endIfItAsksAsSomebodyElse(process, wanted);
      ControlClient service = process.start();
      JsonNode result;
      try (ProgressLine progress = new ProgressLine(host.terminal(), InstantSource.system())) {
        result =
            service.call(
                request(wanted),
                line -> {
                  if (line.has("plan")) {
                    planned.accept(PlanReport.read(line.path("plan")));
                  }
                  show(line, progress);
                });
      }
      result
          .path("warnings")
          .forEach(warning -> host.terminal().say("warning: " + warning.asString("")));
      for (JsonNode node : service.call("nodes").path("nodes")) {
        BmcProbe.await(node.path("name").asString(""), node.path("bmc").path("ipmi"));
      }
      account(result, host.terminal());
      return service;
    } catch (BrokenOffException e) {
      throw e; // who ended it takes away what is there
    } catch (RackException e) {
      if (!wasThere) {
        takeBack(process, e);
      }
      throw e;
    }
  }

  /** It keeps what it was started with; another one goes on with the rack, whose nodes run on. */
  private void endIfItAsksAsSomebodyElse(ServiceProcess process, Rack wanted) {
    if (wanted.cloud() instanceof CloudSpec.Openstack spec
        && process.client().isUp()
        && new AccessNote(state).differs(CloudAccess.of(host, state).config(spec))) {
      host.terminal()
          .say("what the cloud is asked with has changed: the rack's service is started anew");
      process.end(() -> process.client().call("hand-over"));
    }
  }

  /**
   * The service has taken back what it made by itself; what is left is the service. Where it holds
   * a rack after all, because its cloud goes on with what it has, or somebody else has brought it
   * up meanwhile, it stays.
   */
  private void takeBack(ServiceProcess process, RackException cause) {
    try {
      if (process.client().isUp()) {
        if (process.client().call("hello").path("holds-rack").asBoolean(false)) {
          host.terminal()
              .say(
                  "what was made so far stays: `anyrack up` goes on with it, `anyrack down` takes"
                      + " it away");
          return;
        }
        process.end(() -> process.client().call("stop"));
      }
      process.whileStopped(state::delete);
    } catch (RackException e) {
      cause.addSuppressed(e);
      host.terminal().say("the rack's service stays: " + e.getMessage());
    }
  }

  /** Says what an action took, where its cloud tells. */
  public static void account(JsonNode result, Terminal terminal) {
    result.path("account").forEach(line -> terminal.say(line.asString("")));
  }

  private static ObjectNode request(Rack rack) {
    ObjectNode request = ControlClient.request("apply").put("rack", RackStore.write(rack));
    ObjectNode secrets = request.putObject("secrets");
    RackStore.secrets(rack).forEach(secrets::put);
    return request;
  }

  /** Passes a line of progress on. */
  public static void show(ObjectNode line, Progress progress) {
    if (line.has("say")) {
      progress.say(line.path("say").asString(""));
    }
    JsonNode step = line.path("progress");
    if (!step.isMissingNode()) {
      progress.step(
          step.path("subject").asString(""),
          step.path("step").asString(""),
          Progress.State.valueOf(step.path("state").asString("").toUpperCase(Locale.ROOT)));
    }
  }
}
