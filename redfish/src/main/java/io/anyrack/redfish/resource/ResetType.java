package io.anyrack.redfish.resource;

import io.anyrack.rack.node.Command;
import io.anyrack.redfish.inventory.ServedNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The ways to reset a system (schema {@code Resource.ResetType}). */
enum ResetType {
  ON("On"),
  FORCE_ON("ForceOn"),
  FORCE_OFF("ForceOff"),
  GRACEFUL_SHUTDOWN("GracefulShutdown"),
  GRACEFUL_RESTART("GracefulRestart"),
  FORCE_RESTART("ForceRestart"),
  POWER_CYCLE("PowerCycle"),
  PUSH_POWER_BUTTON("PushPowerButton"),
  NMI("Nmi"),
  PAUSE("Pause"),
  RESUME("Resume");

  private final String word;

  ResetType(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  private static Map<String, ResetType> byWord() {
    return Arrays.stream(values())
        .collect(Collectors.toMap(ResetType::word, each -> each, (a, _) -> a, LinkedHashMap::new));
  }

  /**
   * Those a node knows: where its guest cannot be asked, what waits for the guest is possible only
   * if a hard power-off follows; and only some machines can be paused.
   */
  static Map<String, ResetType> of(ServedNode served) {
    Map<String, ResetType> all = byWord();
    if (served.node().noShutdown().isPresent() && served.softOffAfter().isEmpty()) {
      all.values().removeIf(type -> type == GRACEFUL_SHUTDOWN || type == GRACEFUL_RESTART);
    }
    if (served.node().noPause().isPresent()) {
      all.values().removeIf(type -> type == PAUSE || type == RESUME);
    }
    return all;
  }

  /** The command to the node. */
  Command command(ServedNode served) {
    return switch (this) {
      case ON, FORCE_ON -> new Command.On();
      case FORCE_OFF -> new Command.Off();
      case GRACEFUL_RESTART -> new Command.Restart(served.softOffAfter());
      case GRACEFUL_SHUTDOWN -> new Command.Soft(served.softOffAfter());
      // Whatever it was before, the machine runs after these.
      case FORCE_RESTART -> powered(served) ? new Command.Reset() : new Command.On();
      case POWER_CYCLE -> powered(served) ? new Command.Cycle() : new Command.On();
      // A button does what the machine makes of it: start it, or ask its guest to shut down.
      case PUSH_POWER_BUTTON ->
          powered(served) ? new Command.Soft(Optional.empty()) : new Command.On();
      case NMI -> new Command.Diag();
      case PAUSE -> new Command.Pause();
      case RESUME -> new Command.Resume();
    };
  }

  private static boolean powered(ServedNode served) {
    return served.node().status().powered();
  }
}
