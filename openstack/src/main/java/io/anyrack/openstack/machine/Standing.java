package io.anyrack.openstack.machine;

import io.anyrack.openstack.nova.Server;
import io.anyrack.rack.cloud.Observation;
import java.util.Locale;
import java.util.Optional;

/** How it stands with a server: Nova's {@code status}, and what the hypervisor says beside it. */
public enum Standing {
  /** Being made. */
  BUILDING,
  /** Runs from its own disks. */
  RUNNING,
  /** Nova thinks it runs, and its guest has powered itself off a moment ago. */
  RUN_OUT,
  /** Off. */
  STOPPED,
  /** Runs from a rescue image. */
  RESCUED,
  /** Rescued, and its guest has powered itself off. */
  RESCUED_OUT,
  /** Its processors stand still. */
  PAUSED,
  /** Saved to disk and off. */
  SUSPENDED,
  /** Off, and its place on the hypervisor given back or about to be. */
  SHELVED,
  /** Resized, and nobody has said whether that is good. */
  RESIZED,
  /** Something failed. */
  FAILED,
  /** Not there any more. */
  DELETED,
  /** A status this program does not know. */
  UNKNOWN;

  private static final int NO_STATE = 0;
  private static final int SHUT_DOWN = 4;
  private static final int CRASHED = 6;

  /** How it stands with {@code server}, whatever is being done to it. */
  static Standing of(Server server) {
    boolean out = server.powerState() == SHUT_DOWN || server.powerState() == CRASHED;
    return switch (server.status()) {
      case "BUILD" -> BUILDING;
      // Between two states a server may be called after the action.
      case "ACTIVE", "REBOOT", "HARD_REBOOT", "PASSWORD", "MIGRATING" -> out ? RUN_OUT : RUNNING;
      case "REBUILD" -> byVmState(server);
      case "SHUTOFF" -> STOPPED;
      case "RESCUE" -> out ? RESCUED_OUT : RESCUED;
      case "PAUSED" -> PAUSED;
      case "SUSPENDED" -> SUSPENDED;
      case "SHELVED", "SHELVED_OFFLOADED" -> SHELVED;
      case "VERIFY_RESIZE", "RESIZE", "REVERT_RESIZE" -> RESIZED;
      case "ERROR" -> FAILED;
      case "DELETED", "SOFT_DELETED" -> DELETED;
      default -> UNKNOWN;
    };
  }

  private static Standing byVmState(Server server) {
    return server.vmState().equals("stopped") ? STOPPED : RUNNING;
  }

  /** Whether it has power. */
  static boolean powered(Server server) {
    return switch (of(server)) {
      case RUNNING, RESCUED, PAUSED, RESIZED -> true;
      case FAILED, UNKNOWN ->
          server.powerState() != NO_STATE
              && server.powerState() != SHUT_DOWN
              && server.powerState() != CRASHED;
      case BUILDING, RUN_OUT, STOPPED, RESCUED_OUT, SUSPENDED, SHELVED, DELETED -> false;
    };
  }

  /** Whether its guest is at work, and nothing is done to it. */
  static boolean runs(Server server) {
    Standing standing = of(server);
    return server.taskState().isEmpty() && (standing == RUNNING || standing == RESCUED);
  }

  /** What a BMC says of it. */
  static Observation observation(Server server) {
    boolean powered = powered(server);
    if (of(server) == DELETED) {
      return new Observation.Missing();
    }
    if (server.taskState().isPresent()) {
      return new Observation.Changing(words(server.taskState().get()), powered);
    }
    if (server.locked()) {
      return new Observation.Broken(
          "%slocked in the cloud; openstack server unlock %s"
              .formatted(of(server) == FAILED ? "in ERROR and " : "", server.id()),
          powered);
    }
    return switch (of(server)) {
      case RUNNING, RESCUED -> new Observation.Running();
      case RUN_OUT, RESCUED_OUT, STOPPED, SHELVED -> new Observation.Stopped();
      case BUILDING -> new Observation.Changing("being built", powered);
      case PAUSED -> new Observation.Paused();
      case SUSPENDED ->
          new Observation.Broken("suspended in the cloud; power on lets it go on", powered);
      case RESIZED ->
          new Observation.Broken(
              "resized in the cloud; confirm or revert that: openstack server resize confirm "
                  + server.id(),
              powered);
      case FAILED ->
          new Observation.Broken(
              "in ERROR in the cloud: " + fault(server) + "; a reset may mend it", powered);
      case UNKNOWN -> new Observation.Broken("in state " + server.status(), powered);
      case DELETED -> new Observation.Missing();
    };
  }

  /** Nova's own reason for an ERROR. */
  static String fault(Server server) {
    return server.fault().orElse("the cloud does not say why");
  }

  /** What a server is in and what is being done to it, for people. */
  static String describe(Server server) {
    return server.status()
        + server.taskState().map(task -> " (" + words(task) + ")").orElse("")
        + (server.locked() ? ", locked" : "")
        + (of(server) == FAILED ? ": " + fault(server) : "");
  }

  private static String words(String task) {
    return Optional.of(task.toLowerCase(Locale.ROOT).replace('_', ' '))
        .filter(text -> !text.isBlank())
        .orElse("changing");
  }
}
