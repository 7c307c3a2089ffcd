package io.anyrack.openstack.machine;

import io.anyrack.openstack.nova.Server;

/** The next thing to do on the way to a {@link Goal}. */
sealed interface Move {
  /** It is there. */
  record Done() implements Move {}

  /** Nova is at work; it ends by itself. */
  record Wait() implements Move {}

  /** An action. */
  record Act(Action action) implements Move {}

  /** It cannot get there. */
  record Stuck(String reason) implements Move {}

  /** What Nova can be asked to do. */
  enum Action {
    /** {@code os-start}. */
    START("power on", "powering-on"),
    /** {@code os-stop}. */
    STOP("power off", "powering-off"),
    /** {@code shelve}. */
    SHELVE("shelve", "shelving"),
    /** {@code reboot}, HARD. */
    REBOOT("hard reboot", "reboot"),
    /** {@code rescue}. */
    RESCUE("rescue", "rescuing"),
    /** {@code unrescue}. */
    UNRESCUE("unrescue", "unrescuing"),
    /** {@code rebuild}. */
    REBUILD("rebuild", "rebuild"),
    /** {@code pause}. */
    PAUSE("pause", "pausing"),
    /** {@code unpause}. */
    UNPAUSE("unpause", "unpausing"),
    /** {@code resume}. */
    RESUME("resume", "resuming"),
    /** {@code unshelve}. */
    UNSHELVE("unshelve", "unshelving");

    private final String label;
    private final String task;

    Action(String label, String task) {
      this.label = label;
      this.task = task;
    }

    /** For messages. */
    String label() {
      return label;
    }

    /** Whether Nova is at work on this action. */
    boolean runsOn(Server server) {
      return server.taskState().filter(now -> now.startsWith(task)).isPresent();
    }
  }
}
