package io.anyrack.openstack.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.fakestack.world.Settings;
import io.anyrack.rack.cloud.CloudException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    return new Lease(stage.project.neutron(), rack, holder, gone, time, patience);
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
