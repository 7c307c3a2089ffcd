package io.anyrack.openstack.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.fakestack.http.Fault;
import io.anyrack.fakestack.http.Faults;
import io.anyrack.fakestack.world.Settings;
import io.anyrack.openstack.Waiting;
import io.anyrack.rack.cloud.BreakOff;
import io.anyrack.rack.cloud.BrokenOffException;
import io.anyrack.rack.cloud.CloudException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaseTest {
  private static final Holder LEA = new Holder("lea", "desk", "100");
  private static final Holder TIM = new Holder("tim", "lap", "200");

  @TempDir Path directory;
  private Stage stage;

  @BeforeEach
  void begin() {
    stage = new Stage(Settings.DEFAULT, directory);
  }

  @AfterEach
  void end() {
    stage.close();
  }

  private Lease lease(String rack, Holder holder, Predicate<Holder> gone, InstantSource time) {
    Patience patience =
        new Patience(
            Thread::sleep, Duration.ofMillis(1), Duration.ofSeconds(1), Duration.ofMillis(1100), 1);
    return new Lease(stage.project.neutron(), rack, holder, gone, time, patience, Lease.USUAL);
  }

  /** A lease of a few seconds, since Neutron's descriptions and this class tell whole ones. */
  private Lease brief() {
    Patience patience =
        new Patience(
            Thread::sleep, Duration.ofMillis(1), Duration.ofSeconds(1), Duration.ofMillis(1100), 1);
    return new Lease(
        stage.project.neutron(),
        "lab",
        LEA,
        _ -> false,
        InstantSource.system(),
        patience,
        Duration.ofSeconds(4));
  }

  private String claim() {
    return stage.project.neutron().securityGroups().named("anyrack-lease").getFirst().description();
  }

  private static String workedOn(BreakOff breakOff) {
    CountDownLatch asked = new CountDownLatch(1);
    try (BreakOff.Registration _ = breakOff.whenAsked(asked::countDown)) {
      assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    throw new BrokenOffException("broken off; 2 of 3 steps are open");
  }

  @Test
  void aClaimIsKeptThoughTheCloudRefusesForAWhile() {
    try (Lease.Held held = brief().claim()) {
      String first = claim();
      // Three for each attempt.
      stage.cloud.faults().next(4, Faults.call("PUT", ".*/security-groups/.*"), Fault.status(503));

      Waiting.until(() -> !claim().equals(first));

      boolean lost = held.during(new BreakOff(), BreakOff::isAsked);
      assertThat(lost).isFalse();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          the cloud refuses     | answered 503
          the cloud is silent   | did not answer before its time was over
          somebody took it away | somebody has taken it away
          """)
  void workIsBrokenOffWhenTheClaimEnds(String what, String why) {
    try (Lease.Held held = brief().claim()) {
      switch (what) {
        case "the cloud refuses" ->
            stage.cloud.faults().always(Faults.call("PUT", ".*/security-gr.*"), Fault.status(503));
        case "the cloud is silent" ->
            stage
                .cloud
                .faults()
                .always(
                    Faults.call("PUT", ".*/security-gr.*"), new Fault.Slow(Duration.ofMinutes(2)));
        default ->
            stage
                .project
                .neutron()
                .securityGroups()
                .named("anyrack-lease")
                .forEach(each -> stage.project.neutron().securityGroups().delete(each.id()));
      }

      assertThatThrownBy(() -> held.during(new BreakOff(), LeaseTest::workedOn))
          .isInstanceOf(CloudException.class)
          .isNotInstanceOf(BrokenOffException.class)
          .hasMessageContaining("rack lab: broken off; 2 of 3 steps are open")
          .hasMessageContaining("the claim on the rack could not be kept")
          .hasMessageContaining(why);
    }
  }

  @Test
  void workThatIsBrokenOffByItsUserIsJustThat() {
    BreakOff asked = new BreakOff();
    asked.ask();
    try (Lease.Held held = lease("lab", LEA).claim()) {
      assertThatThrownBy(() -> held.during(asked, LeaseTest::workedOn))
          .isInstanceOf(BrokenOffException.class);
    }
  }

  private Lease lease(String rack, Holder holder) {
    return lease(rack, holder, _ -> false, InstantSource.system());
  }

  @Test
  void theSecondIsToldWhoHasIt() {
    try (Lease.Held _ = lease("lab", LEA).take()) {
      assertThatThrownBy(() -> lease("lab", TIM).take())
          .isInstanceOf(CloudException.class)
          .hasMessageContaining("rack lab is being changed by lea@desk (process 100)");
      lease("other", TIM).take().close();
    }

    lease("lab", TIM).take().close();
    assertThat(stage.project.neutron().securityGroups().named("anyrack-lease")).isEmpty();
  }

  @Test
  void whatADeadProcessHoldsIsTaken() {
    lease("lab", LEA).take();

    try (Lease.Held held = lease("lab", TIM, LEA::equals, InstantSource.system()).take()) {
      assertThat(held.inherited()).as("what it asked for last may come only now").isTrue();
    }
    try (Lease.Held held = lease("lab", TIM).claim()) {
      assertThat(held.inherited()).as("it was given back").isFalse();
    }
  }

  @Test
  void whoComesSecondTakesItsClaimBack() {
    try (Lease.Held first = lease("lab", LEA).claim()) {
      assertThatThrownBy(() -> lease("lab", TIM).claim())
          .hasMessageContaining("is being changed by lea@desk");
      first.settle();
      assertThat(first.took()).isGreaterThan(Duration.ofSeconds(1));
    }
    assertThat(stage.project.neutron().securityGroups().named("anyrack-lease")).isEmpty();
  }

  @Test
  void whatIsNotKeptEnds() {
    lease("lab", LEA).take();
    InstantSource later = InstantSource.fixed(Instant.now().plus(Duration.ofMinutes(4)));

    lease("lab", TIM, _ -> false, later).take().close();
  }

  @Test
  void ofManyAtTheSameMomentOneGetsIt() throws Exception {
    List<Lease.Held> held = new CopyOnWriteArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> all =
          IntStream.range(0, 6)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> held.add(lease("lab", new Holder("u" + i, "desk", "" + i)).take())))
              .toList();
      int refused = 0;
      for (Future<Boolean> each : all) {
        try {
          each.get();
        } catch (ExecutionException e) {
          assertThat(e.getCause()).hasMessageContaining("is being changed by");
          refused++;
        }
      }
      assertThat(refused).isEqualTo(5);
    }
    assertThat(held).hasSize(1);
    held.forEach(Lease.Held::close);
  }
}
