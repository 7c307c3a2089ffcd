package io.anyrack.service;

import io.anyrack.rack.RackException;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.net.BootTrial;
import io.anyrack.rack.node.Answer;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.EventLog;
import io.anyrack.rack.node.Node;
import io.anyrack.rack.node.NodeState;
import io.anyrack.rack.node.Origin;
import io.anyrack.service.control.JsonLines;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.node.ObjectNode;

/**
 * Starts a node that is off over the network, to see whether it comes to its boot script, and puts
 * it back: off, with the boot override it had. While it goes on the client gets {@code {"waiting":
 * EVENT}}; one that goes away ends it.
 */
final class TrialRequest {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int LONGEST_SECONDS = 600;

  /** Nova needs a minute for a guest that does not answer. */
  private static final Duration TO_SWITCH_OFF = Duration.ofMinutes(3);

  private static final BootOverride NETWORK =
      new BootOverride(BootOverride.Device.PXE, BootOverride.Lifetime.ONCE, BootOverride.Mode.OWN);

  private final RackService service;
  private final Origin origin;

  TrialRequest(RackService service, Origin origin) {
    this.service = service;
    this.origin = origin;
  }

  ObjectNode serve(Node node, ObjectNode request, JsonLines connection) throws IOException {
    if (!(node.status().state() instanceof NodeState.Off)) {
      throw new RackException(
          node.name()
              + " is not off but "
              + node.status().state().label()
              + ": a trial would end what runs on it; switch it off first");
    }
    int seconds = Math.clamp(request.path("seconds").asInt(0), 1, LONGEST_SECONDS);
    BootOverride before = node.status().boot();
    AtomicReference<String> last = new AtomicReference<>("");
    try (BootTrial trial = service.trial(node.name()).orElseThrow();
        EventLog.Subscription _ =
            node.events()
                .listen(
                    event -> {
                      if (event.kind() == Event.Kind.NETBOOT) {
                        last.set(event.message());
                      }
                    })) {
      boolean reached;
      try {
        order(node, new Command.SetBoot(NETWORK));
        order(node, new Command.On());
        reached = await(trial, Duration.ofSeconds(seconds), last, connection);
      } finally {
        putBack(node, before);
      }
      return JsonLines.object().put("reached", reached).put("last", last.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RackException("interrupted while " + node.name() + " is tried", e);
    }
  }

  private static boolean await(
      BootTrial trial, Duration limit, AtomicReference<String> last, JsonLines connection)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < end) {
      if (trial.await(LOOK)) {
        return true;
      }
      connection.write(JsonLines.object().put("waiting", last.get()));
    }
    return false;
  }

  private void putBack(Node node, BootOverride before) throws InterruptedException {
    long end = System.nanoTime() + TO_SWITCH_OFF.toNanos();
    while (System.nanoTime() < end) {
      NodeState state = node.status().state();
      if (state instanceof NodeState.Off) {
        order(node, new Command.SetBoot(before));
        return;
      }
      Answer _ =
          node.submit(new Command.Off(), origin); // busy or not: what counts is that it is off
      Thread.sleep(LOOK.dividedBy(5));
    }
    throw new RackException(
        node.name() + " could not be switched off after its trial; see `anyrack status`");
  }

  private void order(Node node, Command command) {
    switch (node.submit(command, origin)) {
      case Answer.Done _, Answer.Accepted _ -> {}
      case Answer.Busy busy ->
          throw new RackException(node.name() + " is busy (" + busy.operation() + "): try again");
      case Answer.NotNow no -> throw new RackException(node.name() + ": " + no.reason());
      case Answer.Unsupported no -> throw new RackException(node.name() + ": " + no.reason());
      case Answer.Failed failed -> throw new RackException(node.name() + ": " + failed.reason());
    }
  }
}
