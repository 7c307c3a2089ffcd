package io.anyrack.rack.node;

import io.anyrack.rack.cloud.SecureBoot;
import io.anyrack.rack.model.BootOverride;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Commands and answers in words, for the event log. */
final class CommandText {
  private CommandText() {}

  static String of(Command command, Answer answer) {
    return of(command) + ": " + of(answer);
  }

  static String of(BootOverride boot) {
    String device = boot.device().name().toLowerCase(Locale.ROOT).replace('_', '-');
    String mode =
        switch (boot.mode()) {
          case OWN -> "";
          case LEGACY -> " with BIOS";
          case UEFI -> " with UEFI";
        };
    return switch (boot.lifetime()) {
      case DISABLED -> "its own order";
      case ONCE -> device + " once" + mode;
      case CONTINUOUS -> device + mode;
    };
  }

  private static String of(Command command) {
    return switch (command) {
      case Command.On _ -> "power on";
      case Command.Off _ -> "power off";
      case Command.Soft(Optional<Duration> then) ->
          "power soft" + then.map(d -> ", off after " + d.toSeconds() + " s").orElse("");
      case Command.Restart(Optional<Duration> then) ->
          "restart" + then.map(d -> ", power cycle after " + d.toSeconds() + " s").orElse("");
      case Command.Reset _ -> "power reset";
      case Command.Cycle _ -> "power cycle";
      case Command.Diag _ -> "power diag";
      case Command.Pause _ -> "pause";
      case Command.Resume _ -> "resume";
      case Command.SetBoot(BootOverride override) -> "boot from " + of(override);
      case Command.InsertMedia(var image) -> "insert " + image;
      case Command.EjectMedia _ -> "eject media";
      case Command.ChangeSecureBoot(SecureBoot.Change change) ->
          "Secure Boot: " + change.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      case Command.Identify(Optional<Duration> duration) ->
          "identify " + duration.map(d -> d.toSeconds() + " s").orElse("on");
    };
  }

  private static String of(Answer answer) {
    return switch (answer) {
      case Answer.Done _ -> "done";
      case Answer.Accepted _ -> "accepted";
      case Answer.Busy busy -> "refused, busy: " + busy.operation();
      case Answer.NotNow no -> "refused: " + no.reason();
      case Answer.Unsupported no -> "refused: " + no.reason();
      case Answer.Failed failed -> "failed: " + failed.reason();
    };
  }
}
