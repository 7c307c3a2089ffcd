package io.anyrack.openstack.machine;

import io.anyrack.openstack.nova.Nova;
import io.anyrack.openstack.nova.Server;
import java.util.Map;
import java.util.Optional;

/** What is asked of Nova for one server after the other. Thread-safe. */
interface ServerActions {
  /** The server as it is now. */
  Optional<Server> find(String id);

  /**
   * Asks for an action; it goes on when this returns.
   *
   * @param goal where it leads to, for actions that need an image
   */
  void act(String id, Move.Action action, Goal goal);

  /** Those of a cloud. */
  static ServerActions of(Nova nova) {
    return new ServerActions() {
      @Override
      public Optional<Server> find(String id) {
        return nova.find(id);
      }

      @Override
      public void act(String id, Move.Action action, Goal goal) {
        switch (action) {
          case START -> nova.start(id);
          case STOP -> nova.stop(id);
          case SHELVE -> nova.shelve(id);
          case REBOOT -> nova.reboot(id, true);
          case RESCUE -> nova.rescue(id, image(goal));
          case UNRESCUE -> nova.unrescue(id);
          case REBUILD -> nova.rebuild(id, image(goal), metadata(goal));
          case PAUSE -> nova.pause(id);
          case UNPAUSE -> nova.unpause(id);
          case RESUME -> nova.resume(id);
          case UNSHELVE -> nova.unshelve(id);
        }
      }
    };
  }

  private static String image(Goal goal) {
    return switch (goal) {
      case Goal.On(Goal.From.Rescue(String image), _) -> image;
      case Goal.On(Goal.From.Rebuild(String image, _), _) -> image;
      case Goal.On(Goal.From.Disks(), _), Goal.Off(), Goal.Paused(), Goal.Resumed(), Goal.Look() ->
          throw new IllegalArgumentException("no image in " + goal);
    };
  }

  private static Optional<Map<String, String>> metadata(Goal goal) {
    return goal instanceof Goal.On(Goal.From.Rebuild(_, var metadata), _)
        ? metadata
        : Optional.empty();
  }
}
