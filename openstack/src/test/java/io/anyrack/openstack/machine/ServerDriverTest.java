package io.anyrack.openstack.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.openstack.http.ApiException;
import io.anyrack.openstack.http.ConflictException;
import io.anyrack.openstack.http.NotFoundException;
import io.anyrack.openstack.http.OverQuotaException;
import io.anyrack.openstack.http.Refusal;
import io.anyrack.openstack.http.UnavailableException;
import io.anyrack.openstack.machine.Goal.From;
import io.anyrack.openstack.machine.Move.Action;
import io.anyrack.openstack.nova.Server;
import io.anyrack.rack.cloud.MachineException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ServerDriverTest {
  private static final Goal OFF = new Goal.Off();
  private static final Goal ON = new Goal.On(new From.Disks(), false);
  private static final Goal RESET = new Goal.On(new From.Disks(), true);
  private static final Goal ON_NETWORK = new Goal.On(new From.Rescue("image"), false);

  private final Play play = new Play();

  /** Time passes only in pauses, and the server is in its next state after each. */
  private static final class Play implements ServerActions {
    private final Deque<ServerExample> ahead = new ArrayDeque<>();
    private final List<Action> actions = new ArrayList<>();
    private final Deque<ApiException> answers = new ArrayDeque<>();
    private Function<Action, List<String>> effects = _ -> List.of();
    private Optional<ServerExample> now = Optional.empty();
    private Duration outage = Duration.ZERO;
    private Instant time = Instant.EPOCH;
    private int looks;

    Play server(String state) {
      now = Optional.of(ServerExample.in(state));
      return this;
    }

    /** Which states an accepted action brings, one after each pause, the first at once. */
    Play brings(Action action, String... states) {
      Function<Action, List<String>> before = effects;
      effects = asked -> asked == action ? List.of(states) : before.apply(asked);
      return this;
    }

    Play later(String... states) {
      List.of(states).forEach(state -> ahead.add(ServerExample.in(state)));
      return this;
    }

    @Override
    public Optional<Server> find(String id) {
      reach();
      looks++;
      return now.map(ServerExample::server);
    }

    @Override
    public void act(String id, Action action, Goal goal) {
      reach();
      actions.add(action);
      if (!answers.isEmpty()) {
        throw answers.poll();
      }
      effects.apply(action).forEach(state -> ahead.add(ServerExample.in(state)));
      advance();
    }

    private void reach() {
      if (outage.isPositive()) {
        throw new UnavailableException(refusal(0, ""));
      }
    }

    private void advance() {
      Optional.ofNullable(ahead.poll()).ifPresent(state -> now = Optional.of(state));
    }

    void pass(Duration duration) {
      time = time.plus(duration);
      outage = outage.minus(duration);
      advance();
    }

    void reach(Goal goal, boolean shelves) {
      ServerDriver driver =
          new ServerDriver(this, () -> time, this::pass, Patience.DEFAULT, shelves);
      driver.reach("node-1", now.orElseThrow().server(), goal, Optional.empty());
    }

    void reach(Goal goal) {
      reach(goal, false);
    }
  }

  private static Refusal refusal(int status, String says) {
    return new Refusal(status, "compute", "POST servers/{id}/action", says, "req-1");
  }

  @Test
  void returnsWhenItIsDone() {
    play.server("ACTIVE").brings(Action.STOP, "ACTIVE powering-off", "SHUTOFF");

    play.reach(OFF);

    assertThat(play.actions).containsExactly(Action.STOP);
    assertThat(play.now).contains(ServerExample.in("SHUTOFF"));
    assertThat(play.looks).as("looks at the server after it was asked").isEqualTo(1);
  }

  @Test
  void asksNothingWhereItIsAlready() {
    play.server("SHUTOFF");

    play.reach(OFF);

    assertThat(play.actions).isEmpty();
    assertThat(play.time).isEqualTo(Instant.EPOCH);
  }

  @Test
  void waitsForWhatSomebodyElseDoesBeforeItActs() {
    play.server("ACTIVE reboot_started_hard")
        .later("ACTIVE reboot_started_hard", "ACTIVE reboot_started_hard", "ACTIVE")
        .brings(Action.STOP, "ACTIVE powering-off", "SHUTOFF");

    play.reach(OFF);

    assertThat(play.actions).containsExactly(Action.STOP);
  }

  @Test
  void leavesRescueBeforeItPowersOff() {
    play.server("RESCUE")
        .brings(Action.UNRESCUE, "RESCUE unrescuing", "ACTIVE")
        .brings(Action.STOP, "ACTIVE powering-off", "SHUTOFF");

    play.reach(OFF);

    assertThat(play.actions).containsExactly(Action.UNRESCUE, Action.STOP);
  }

  @Test
  void takesWhatWasShelvedByHandBackAndRescuesIt() {
    play.server("SHELVED_OFFLOADED")
        .brings(Action.UNSHELVE, "SHELVED_OFFLOADED unshelving", "ACTIVE")
        .brings(Action.RESCUE, "ACTIVE rescuing", "RESCUE");

    play.reach(ON_NETWORK);

    assertThat(play.actions).containsExactly(Action.UNSHELVE, Action.RESCUE);
  }

  @Test
  void powersOffByShelvingWhereWanted() {
    play.server("ACTIVE")
        .brings(
            Action.SHELVE, "ACTIVE shelving", "SHELVED shelving_offloading", "SHELVED_OFFLOADED");

    play.reach(OFF, true);

    assertThat(play.actions).containsExactly(Action.SHELVE);
    assertThat(play.now).contains(ServerExample.in("SHELVED_OFFLOADED"));
  }

  @Test
  void looksAgainAfterARefusal() {
    play.server("ACTIVE").later("SHUTOFF powering-off", "SHUTOFF");
    play.answers.add(new ConflictException(refusal(409, "task_state powering-off")));

    play.reach(OFF);

    assertThat(play.actions).containsExactly(Action.STOP);
  }

  @Test
  void tellsARefusalThatStaysWithTheState() {
    play.server("ACTIVE");
    for (int i = 0; i < 20; i++) {
      play.answers.add(new ConflictException(refusal(409, "not while the moon is full")));
    }

    assertThatThrownBy(() -> play.reach(OFF))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("node node-1: power off failed")
        .hasMessageContaining("which is ACTIVE")
        .hasMessageContaining("not while the moon is full");
    assertThat(play.actions).hasSize(Patience.DEFAULT.refusals());
  }

  @Test
  void tellsAtOnceThatAServerIsLocked() {
    play.now = Optional.of(ServerExample.in("ACTIVE").whenLocked());
    play.answers.add(new ConflictException(refusal(409, "Instance is locked")));

    assertThatThrownBy(() -> play.reach(OFF))
        .hasMessage(
            "node node-1: its server is locked in the cloud; openstack server unlock "
                + ServerExample.ID);
    assertThat(play.actions).hasSize(1);
  }

  @Test
  void triesAgainWhatIsNotFoundYet() {
    play.server("ACTIVE").brings(Action.STOP, "ACTIVE powering-off", "SHUTOFF");
    play.answers.add(new NotFoundException(refusal(404, "could not be found")));

    play.reach(OFF);

    assertThat(play.actions).containsExactly(Action.STOP, Action.STOP);
  }

  @Test
  void waitsOutACloudThatDoesNotAnswerForMinutes() {
    play.server("ACTIVE").brings(Action.STOP, "ACTIVE powering-off", "SHUTOFF");
    play.outage = Duration.ofMinutes(9);

    play.reach(OFF);

    assertThat(play.actions).containsExactly(Action.STOP);
    assertThat(Duration.between(Instant.EPOCH, play.time)).isGreaterThan(Duration.ofMinutes(9));
  }

  @Test
  void givesUpOnACloudThatStaysAway() {
    play.server("ACTIVE");
    play.outage = Duration.ofMinutes(30);

    assertThatThrownBy(() -> play.reach(OFF))
        .isInstanceOf(MachineException.class)
        .hasMessageStartingWith(
            "node node-1: power off given up: the cloud has not answered for 10 minutes");
    assertThat(Duration.between(Instant.EPOCH, play.time))
        .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
  }

  @Test
  void resetsOnceThoughTheAnswerToItWasLost() {
    play.server("ACTIVE").later("ACTIVE reboot_started_hard", "ACTIVE");
    play.answers.add(new UnavailableException(refusal(0, "")));
    play.now = Optional.of(ServerExample.in("ACTIVE"));

    ServerActions losing =
        new ServerActions() {
          @Override
          public Optional<Server> find(String id) {
            return play.find(id);
          }

          @Override
          public void act(String id, Action action, Goal goal) {
            play.advance(); // Nova acts, and its answer is lost
            play.act(id, action, goal);
          }
        };
    new ServerDriver(losing, () -> play.time, play::pass, Patience.DEFAULT, false)
        .reach("node-1", play.now.orElseThrow().server(), RESET, Optional.empty());

    assertThat(play.actions).containsExactly(Action.REBOOT);
  }

  @Test
  void repeatsWhatNeverReachedTheCloud() {
    play.server("ACTIVE").brings(Action.REBOOT, "ACTIVE reboot_started_hard", "ACTIVE");
    play.answers.add(new UnavailableException(refusal(503, "")));

    play.reach(RESET);

    assertThat(play.actions).containsExactly(Action.REBOOT, Action.REBOOT);
  }

  @Test
  void tellsWhatNovaSaysWhenItFails() {
    play.server("SHUTOFF").brings(Action.START, "SHUTOFF powering-on", "ERROR");

    assertThatThrownBy(() -> play.reach(ON))
        .hasMessageContaining("node node-1: power on failed: its server is ERROR")
        .hasMessageContaining("No valid host was found.");
    assertThat(play.actions).containsExactly(Action.START);
  }

  @Test
  void tellsAtOnceWhatTheCloudWillNeverDo() {
    play.server("SHELVED_OFFLOADED");
    play.answers.add(new OverQuotaException(refusal(403, "Quota exceeded for cores")));

    assertThatThrownBy(() -> play.reach(ON))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("refuses to unshelve")
        .hasMessageContaining("Quota exceeded for cores");
    assertThat(play.actions).hasSize(1);
  }

  @Test
  void saysWhenTheServerIsGone() {
    Server seen = ServerExample.in("ACTIVE migrating").server();
    ServerDriver driver =
        new ServerDriver(play, () -> play.time, play::pass, Patience.DEFAULT, false);

    assertThatThrownBy(() -> driver.reach("node-1", seen, ON, Optional.empty()))
        .hasMessage("node node-1: its server is gone from the cloud; `anyrack up` makes another");
  }

  @Test
  void doesNotWaitForEver() {
    play.server("ACTIVE migrating");

    assertThatThrownBy(() -> play.reach(OFF))
        .hasMessageContaining(
            "its server is ACTIVE (migrating); it was not there after 10 minutes");
  }

  @Test
  void endsWhenItIsInterrupted() {
    play.server("ACTIVE migrating");
    ServerDriver driver =
        new ServerDriver(
            play,
            () -> play.time,
            _ -> {
              throw new InterruptedException();
            },
            Patience.DEFAULT,
            false);

    assertThatThrownBy(
            () -> driver.reach("node-1", play.now.orElseThrow().server(), OFF, Optional.empty()))
        .hasMessage("node node-1: power off interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void canBeCalledAgainAfterAnInterruption() {
    play.server("RESCUE unrescuing")
        .later("ACTIVE")
        .brings(Action.STOP, "ACTIVE powering-off", "SHUTOFF");

    assertThatCode(() -> play.reach(OFF)).doesNotThrowAnyException();
    assertThat(play.actions).containsExactly(Action.STOP);
  }
}
