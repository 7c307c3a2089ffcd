package io.anyrack.openstack.machine;

import io.anyrack.openstack.http.ApiException;
import io.anyrack.openstack.http.ConflictException;
import io.anyrack.openstack.http.NotFoundException;
import io.anyrack.openstack.http.Pause;
import io.anyrack.openstack.http.UnavailableException;
import io.anyrack.openstack.nova.Server;
import io.anyrack.rack.cloud.MachineException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Brings one server to a goal: looks, does what comes next, looks again.
 *
 * <p>A refusal (409) is not swallowed: the server is looked at, what Nova does to it is waited for,
 * and a refusal that stays is told with the state. A cloud that does not answer is waited for;
 * whether it acted on a request whose answer was lost is seen from the server. Thread-safe.
 */
final class ServerDriver {
  private final ServerActions actions;
  private final InstantSource clock;
  private final Pause pause;
  private final Patience patience;
  private final boolean shelves;

  /**
   * A driver.
   *
   * @param shelves whether power off gives the place on the hypervisor back
   */
  ServerDriver(
      ServerActions actions, InstantSource clock, Pause pause, Patience patience, boolean shelves) {
    this.actions = actions;
    this.clock = clock;
    this.pause = pause;
    this.patience = patience;
    this.shelves = shelves;
  }

  /**
   * Returns when the server is at the goal.
   *
   * @param node whose server it is, for messages
   * @param now what the server is like
   * @param begun what was already asked of it for this command
   * @return the server there
   * @throws MachineException if it does not get there
   */
  Server reach(String node, Server now, Goal goal, Optional<Move.Action> begun) {
    Journey journey = new Journey(node, now.id(), goal);
    begun.ifPresent(journey.moves::accepted);
    return journey.run(now);
  }

  /**
   * Asks at once for what comes first if the server is still as it was seen, and lets a moment
   * pass: a look before would cost more time than most commands. The goal has to be reached all the
   * same.
   *
   * @return what was accepted; empty: nothing was asked, or the cloud refused, which says that it
   *     has to be looked at
   */
  Optional<Move.Action> attempt(String node, Server seen, Goal goal) {
    if (!(new Moves(goal, shelves).next(seen) instanceof Move.Act(Move.Action action))) {
      return Optional.empty();
    }
    Journey journey = new Journey(node, seen.id(), goal);
    try {
      actions.act(seen.id(), action, goal);
    } catch (UnavailableException e) {
      return Optional.of(action).filter(each -> journey.hasActed(seen, each));
    } catch (ApiException e) {
      return Optional.empty();
    }
    journey.sleep(patience.first());
    return Optional.of(action);
  }

  /**
   * The server as it is now; a cloud that does not answer is waited for.
   *
   * @throws MachineException if the cloud stays away
   */
  Optional<Server> look(String node, String id) {
    return new Journey(node, id, new Goal.Look()).find();
  }

  /**
   * What {@code question} says; a cloud that does not answer is waited for.
   *
   * @throws MachineException if the cloud stays away
   */
  <T> T ask(String node, Supplier<T> question) {
    return new Journey(node, "", new Goal.Look()).patiently(question);
  }

  /** One command. Used by one thread. */
  private final class Journey {
    private final String node;
    private final String id;
    private final Goal goal;
    private final Moves moves;
    private Instant deadline = clock.instant().plus(patience.action());
    private Duration wait = patience.first();
    private int refusals;
    private String refusedIn = "";

    Journey(String node, String id, Goal goal) {
      this.node = node;
      this.id = id;
      this.goal = goal;
      this.moves = new Moves(goal, shelves);
    }

    Server run(Server now) {
      for (Server server = now; ; server = look()) {
        switch (moves.next(server)) {
          case Move.Done _ -> {
            return server;
          }
          case Move.Stuck(String reason) -> throw failure(server, reason);
          case Move.Act(Move.Action action) -> {
            if (act(server, action)) {
              wait = patience.first();
            }
            pause(server);
          }
          case Move.Wait _ -> pause(server);
        }
      }
    }

    /** Asks for an action; false: it was refused, or nobody knows. */
    private boolean act(Server server, Move.Action action) {
      try {
        actions.act(id, action, goal);
        moves.accepted(action);
        return true;
      } catch (ConflictException | NotFoundException e) {
        // A server that was made a moment ago may not be found by all of Nova yet.
        refused(server, action, e);
        return false;
      } catch (UnavailableException e) {
        boolean acted = hasActed(server, action);
        if (acted) {
          moves.accepted(action);
        } else {
          refused(server, action, e);
        }
        return acted;
      } catch (ApiException e) {
        throw new MachineException(
            "node %s: the cloud refuses to %s its server, which is %s: %s"
                .formatted(node, action.label(), Standing.describe(server), e.getMessage()),
            e);
      }
    }

    /** Whether the server took an action though the answer did not come. */
    private boolean hasActed(Server before, Move.Action action) {
      Server after = look();
      return action.runsOn(after) || !after.updated().equals(before.updated());
    }

    private void refused(Server server, Move.Action action, ApiException e) {
      if (server.locked()) {
        throw new MachineException(
            "node %s: its server is locked in the cloud; openstack server unlock %s"
                .formatted(node, id),
            e);
      }
      String state = action + " " + Standing.describe(server);
      refusals = state.equals(refusedIn) ? refusals + 1 : 1;
      refusedIn = state;
      if (refusals >= patience.refusals()) {
        throw new MachineException(
            "node %s: %s failed: the cloud refuses again and again to %s its server, which is %s: %s"
                .formatted(
                    node, goal.label(), action.label(), Standing.describe(server), e.getMessage()),
            e);
      }
    }

    private Server look() {
      return find()
          .orElseThrow(
              () ->
                  new MachineException(
                      "node %s: its server is gone from the cloud; `anyrack up` makes another"
                          .formatted(node)));
    }

    /** The server now. While the cloud is out of reach no time of the command passes. */
    Optional<Server> find() {
      Instant since = clock.instant();
      Optional<Server> server = patiently(() -> actions.find(id));
      deadline = deadline.plus(Duration.between(since, clock.instant()));
      return server;
    }

    <T> T patiently(Supplier<T> question) {
      Instant since = clock.instant();
      Duration between = patience.first();
      while (true) {
        try {
          return question.get();
        } catch (UnavailableException e) {
          if (Duration.between(since, clock.instant()).compareTo(patience.outage()) >= 0) {
            throw new MachineException(
                "node %s: %s given up: the cloud has not answered for %d minutes: %s"
                    .formatted(node, goal.label(), patience.outage().toMinutes(), e.getMessage()),
                e);
          }
        }
        sleep(between);
        between = patience.after(between);
      }
    }

    private void pause(Server server) {
      if (!clock.instant().isBefore(deadline)) {
        throw failure(
            server, "it was not there after %d minutes".formatted(patience.action().toMinutes()));
      }
      sleep(wait);
      wait = patience.after(wait);
    }

    private void sleep(Duration duration) {
      try {
        pause.pause(duration);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new MachineException("node %s: %s interrupted".formatted(node, goal.label()), e);
      }
    }

    private MachineException failure(Server server, String reason) {
      return new MachineException(
          "node %s: %s failed: its server is %s; %s"
              .formatted(node, goal.label(), Standing.describe(server), reason));
    }
  }
}
