package io.anyrack.openstack.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.openstack.machine.Goal.From;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every state with every command: what is asked of Nova next. */
class MovesTest {
  private static final Map<String, Goal> GOALS =
      Map.of(
          "off", new Goal.Off(),
          "pause", new Goal.Paused(),
          "go on", new Goal.Resumed(),
          "on disk", new Goal.On(new From.Disks(), false),
          "reset disk", new Goal.On(new From.Disks(), true),
          "on rescue", new Goal.On(new From.Rescue("image"), false),
          "reset rescue", new Goal.On(new From.Rescue("image"), true),
          "on rebuild", new Goal.On(new From.Rebuild("image", Optional.empty()), false),
          "reset rebuild", new Goal.On(new From.Rebuild("image", Optional.empty()), true));

  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          state             | command       | next
          ACTIVE            | off           | stop
          ACTIVE            | on disk       | done
          ACTIVE            | reset disk    | reboot
          ACTIVE            | on rescue     | done
          ACTIVE            | reset rescue  | rescue
          ACTIVE            | on rebuild    | done
          ACTIVE            | reset rebuild | rebuild
          ACTIVE out        | off           | stop
          ACTIVE out        | on disk       | reboot
          ACTIVE out        | reset disk    | reboot
          ACTIVE out        | on rescue     | rescue
          ACTIVE out        | on rebuild    | rebuild
          ACTIVE powering-off  | off        | wait
          ACTIVE powering-off  | on disk    | wait
          ACTIVE reboot_started_hard | reset disk | wait
          ACTIVE rescuing   | off           | wait
          HARD_REBOOT reboot_started_hard | off | wait
          SHUTOFF           | off           | done
          SHUTOFF           | on disk       | start
          SHUTOFF           | reset disk    | start
          SHUTOFF           | on rescue     | rescue
          SHUTOFF           | reset rescue  | rescue
          SHUTOFF           | on rebuild    | rebuild
          SHUTOFF           | reset rebuild | rebuild
          SHUTOFF powering-on | off         | wait
          RESCUE            | off           | unrescue
          RESCUE            | on disk       | done
          RESCUE            | reset disk    | unrescue
          RESCUE            | on rescue     | done
          RESCUE            | reset rescue  | unrescue
          RESCUE            | on rebuild    | done
          RESCUE            | reset rebuild | unrescue
          RESCUE out        | off           | unrescue
          RESCUE out        | on disk       | unrescue
          RESCUE out        | on rescue     | unrescue
          RESCUE out        | on rebuild    | unrescue
          PAUSED            | off           | unpause
          PAUSED            | on disk       | unpause
          PAUSED            | reset disk    | reboot
          PAUSED            | on rescue     | unpause
          PAUSED            | reset rescue  | unpause
          PAUSED            | pause         | done
          PAUSED            | go on         | unpause
          ACTIVE            | pause         | pause
          ACTIVE            | go on         | done
          ACTIVE pausing    | pause         | wait
          SHUTOFF           | pause         | stuck
          SHUTOFF           | go on         | stuck
          RESCUE            | pause         | stuck
          SUSPENDED         | off           | resume
          SUSPENDED         | on disk       | resume
          SUSPENDED         | reset disk    | reboot
          SUSPENDED         | on rebuild    | resume
          SHELVED           | off           | done
          SHELVED shelving_offloading | on disk | wait
          SHELVED_OFFLOADED | off           | done
          SHELVED_OFFLOADED | on disk       | unshelve
          SHELVED_OFFLOADED | on rescue     | unshelve
          ERROR             | off           | stop
          ERROR             | on disk       | reboot
          ERROR             | reset disk    | reboot
          ERROR             | on rescue     | rescue
          ERROR             | on rebuild    | rebuild
          BUILD scheduling  | off           | wait
          BUILD             | on disk       | wait
          VERIFY_RESIZE     | off           | stuck
          VERIFY_RESIZE     | reset disk    | stuck
          SOFT_DELETED      | on disk       | stuck
          UNHEARD_OF        | off           | stuck
          """)
  void begins(String state, String command, String next) {
    Moves moves = new Moves(Objects.requireNonNull(GOALS.get(command)), false);

    assertThat(word(moves.next(ServerExample.in(state).server()))).isEqualTo(next);
  }

  /** What was accepted so far decides what a state means. */
  @ParameterizedTest(name = "{0} after {1}, {2} -> {3}")
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          command       | accepted         | state   | next
          off           | STOP             | SHUTOFF | done
          off           | UNRESCUE         | ACTIVE  | stop
          off           | UNPAUSE          | ACTIVE  | stop
          off           | STOP             | ERROR   | stuck
          on disk       | START            | ACTIVE  | done
          on disk       | START            | SHUTOFF | done
          on disk       | START            | ACTIVE out | done
          reset disk    | REBOOT           | ACTIVE  | done
          reset disk    | UNRESCUE         | ACTIVE  | done
          reset disk    | REBOOT           | ERROR   | stuck
          on rescue     | RESCUE           | RESCUE  | done
          on rescue     | UNSHELVE         | ACTIVE  | rescue
          on rescue     | UNRESCUE         | ACTIVE  | rescue
          on rescue     | UNPAUSE          | ACTIVE  | rescue
          reset rescue  | UNRESCUE         | ACTIVE  | rescue
          reset rescue  | UNRESCUE RESCUE  | RESCUE  | done
          reset rescue  | RESCUE           | RESCUE out | done
          on rebuild    | REBUILD          | SHUTOFF | start
          on rebuild    | REBUILD START    | SHUTOFF | done
          on rebuild    | REBUILD START    | ACTIVE  | done
          reset rebuild | REBUILD          | ACTIVE  | done
          reset rebuild | UNRESCUE         | ACTIVE  | rebuild
          reset rebuild | REBUILD          | ERROR   | stuck
          """)
  void goesOn(String command, String accepted, String state, String next) {
    Moves moves = new Moves(Objects.requireNonNull(GOALS.get(command)), false);
    for (String action : accepted.split(" ", -1)) {
      moves.accepted(Move.Action.valueOf(action));
    }

    assertThat(word(moves.next(ServerExample.in(state).server()))).isEqualTo(next);
  }

  @ParameterizedTest
  @CsvSource({"ACTIVE,shelve", "SHUTOFF,done", "SHELVED_OFFLOADED,done", "ERROR,stop"})
  void powersOffByShelvingWhereWanted(String state, String next) {
    Moves moves = new Moves(new Goal.Off(), true);

    assertThat(word(moves.next(ServerExample.in(state).server()))).isEqualTo(next);
  }

  /** Of a rack that was made before its file said so; only its root disk would be kept. */
  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          server                     | metadata                                                 | next
          iPXE's CD-ROM and a disk   | anyrack:method=script, anyrack:root-device=/dev/vda      | stop
          iPXE's CD-ROM and no disk  | anyrack:method=script                                    | shelve
          a disk alone, for rescue   | anyrack:method=rescue, anyrack:root-device=/dev/vda      | shelve
          """)
  void stopsWhatWouldLoseItsLocalDisk(String server, String metadata, String next) {
    Map<String, String> marks =
        Stream.of(metadata.split(", ", -1))
            .map(mark -> mark.split("=", -1))
            .collect(Collectors.toMap(mark -> mark[0], mark -> mark[1]));

    assertThat(word(new Moves(new Goal.Off(), true).next(ServerExample.in("ACTIVE").server(marks))))
        .as(server)
        .isEqualTo(next);
  }

  private static String word(Move move) {
    return switch (move) {
      case Move.Done _ -> "done";
      case Move.Wait _ -> "wait";
      case Move.Stuck _ -> "stuck";
      case Move.Act(Move.Action action) -> action.name().toLowerCase(Locale.ROOT);
    };
  }
}
