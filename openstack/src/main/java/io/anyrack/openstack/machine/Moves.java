package io.anyrack.openstack.machine;

import io.anyrack.openstack.machine.Goal.From;
import io.anyrack.openstack.machine.Move.Act;
import io.anyrack.openstack.machine.Move.Action;
import io.anyrack.openstack.machine.Move.Done;
import io.anyrack.openstack.machine.Move.Stuck;
import io.anyrack.openstack.machine.Move.Wait;
import io.anyrack.openstack.nova.Server;
import java.util.EnumSet;
import java.util.Set;

/**
 * The rules of which action comes next, by what Nova allows (nova/compute/api.py): stop from ACTIVE
 * and ERROR; start from SHUTOFF; pause from ACTIVE; hard reboot from anywhere but RESCUE; rescue
 * and rebuild from ACTIVE, SHUTOFF and ERROR; from RESCUE only unrescue, which always ends with the
 * disk started.
 *
 * <p>It is asked again after each action has ended, so that whatever somebody else does to the
 * server meanwhile is seen. Not thread-safe: one for each command.
 */
final class Moves {
  private final Goal goal;
  private final boolean shelves;

  /** What Nova has accepted of this command so far. */
  private final Set<Action> accepted = EnumSet.noneOf(Action.class);

  /**
   * The moves of one command.
   *
   * @param shelves whether power off gives the place on the hypervisor back
   */
  Moves(Goal goal, boolean shelves) {
    this.goal = goal;
    this.shelves = shelves;
  }

  /** Nova accepted an action. */
  void accepted(Action action) {
    accepted.add(action);
  }

  /** What to do with a server as it is now. */
  Move next(Server server) {
    Standing standing = Standing.of(server);
    if (standing == Standing.DELETED) {
      return new Stuck("it was deleted in the cloud");
    }
    if (server.taskState().isPresent() || standing == Standing.BUILDING) {
      return new Wait();
    }
    if (standing == Standing.FAILED && !accepted.isEmpty()) {
      return new Stuck("that is what this command has come to");
    }
    return switch (standing) {
      case RESIZED ->
          new Stuck("somebody resized it; confirm or revert that in the cloud, then try again");
      case UNKNOWN -> new Stuck("its state is not one this program knows");
      default ->
          switch (goal) {
            case Goal.Look _ -> new Done();
            case Goal.Off _ -> off(server, standing);
            case Goal.On on -> on(on, standing);
            case Goal.Paused _ -> hold(standing, Standing.PAUSED, Standing.RUNNING, Action.PAUSE);
            case Goal.Resumed _ ->
                hold(standing, Standing.RUNNING, Standing.PAUSED, Action.UNPAUSE);
          };
    };
  }

  private Move off(Server server, Standing standing) {
    // A rack that was made before its file said `shelve` may have servers that would lose a disk.
    boolean shelve = shelves && !NodeMarks.of(server).losesDiskWhenShelved(server);
    return switch (standing) {
      case STOPPED, SHELVED -> new Done();
      case RUNNING, RUN_OUT -> new Act(shelve ? Action.SHELVE : Action.STOP);
      case FAILED -> new Act(Action.STOP);
      case RESCUED, RESCUED_OUT -> new Act(Action.UNRESCUE);
      case PAUSED -> new Act(Action.UNPAUSE);
      case SUSPENDED -> new Act(Action.RESUME);
      case BUILDING, RESIZED, DELETED, UNKNOWN -> throw new IllegalStateException("" + standing);
    };
  }

  private static Move hold(Standing standing, Standing wanted, Standing from, Action action) {
    if (standing == wanted) {
      return new Done();
    }
    return standing == from
        ? new Act(action)
        : new Stuck("it can only be paused, and go on, where it runs from its own disks");
  }

  private Move on(Goal.On on, Standing standing) {
    boolean runs = standing == Standing.RUNNING || standing == Standing.RESCUED;
    // A guest that was started and has powered itself off since was started all the same.
    if (started(on.from(), runs) || (runs && !on.anew() && accepted.isEmpty())) {
      return new Done();
    }
    return switch (on.from()) {
      case From.Disks _ -> disks(standing, on.anew());
      case From.Rescue _ -> besides(standing, Action.RESCUE);
      case From.Rebuild _ ->
          accepted.contains(Action.REBUILD)
              ? disks(standing, false)
              : besides(standing, Action.REBUILD);
    };
  }

  /** Whether this command has started it. */
  private boolean started(From from, boolean runs) {
    return switch (from) {
      case From.Disks _ -> !accepted.isEmpty();
      case From.Rescue _ -> accepted.contains(Action.RESCUE);
      case From.Rebuild _ ->
          accepted.contains(Action.REBUILD) && (runs || accepted.contains(Action.START));
    };
  }

  private static Move disks(Standing standing, boolean anew) {
    return new Act(
        switch (standing) {
          case RUNNING, RUN_OUT, FAILED -> Action.REBOOT;
          case STOPPED -> Action.START;
          case RESCUED, RESCUED_OUT -> Action.UNRESCUE;
          case PAUSED -> anew ? Action.REBOOT : Action.UNPAUSE;
          case SUSPENDED -> anew ? Action.REBOOT : Action.RESUME;
          case SHELVED -> Action.UNSHELVE;
          case BUILDING, RESIZED, DELETED, UNKNOWN ->
              throw new IllegalStateException("" + standing);
        });
  }

  /** Starts something else than the disks, which is possible from fewer states. */
  private static Move besides(Standing standing, Action action) {
    return new Act(
        switch (standing) {
          case RUNNING, RUN_OUT, STOPPED, FAILED -> action;
          case RESCUED, RESCUED_OUT -> Action.UNRESCUE;
          case PAUSED -> Action.UNPAUSE;
          case SUSPENDED -> Action.RESUME;
          case SHELVED -> Action.UNSHELVE;
          case BUILDING, RESIZED, DELETED, UNKNOWN ->
              throw new IllegalStateException("" + standing);
        });
  }
}
