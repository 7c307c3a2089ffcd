package io.anyrack.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.node.FileEventLog;
import io.anyrack.rack.node.SteadyTime;
import io.anyrack.service.bmc.BmcBook;
import io.anyrack.service.state.PhaseBook;
import io.anyrack.service.state.RackStore;
import io.anyrack.service.state.StateDirectory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A service with a site in memory and real BMCs on loopback. */
final class RunningRack implements AutoCloseable {
  final FakeSite site;
  final StateDirectory state;
  final RackService service;
  private final ThreadTimer timer = new ThreadTimer();
  private final NodeDoors doors;

  /** A new process on {@code directory}; {@code site} may have been another's before. */
  RunningRack(Path directory, FakeSite site) {
    this(directory, site, OpenFiles.ofProcess());
  }

  /** The same in a process that may have so many files open. */
  RunningRack(Path directory, FakeSite site, OpenFiles files) {
    this.site = site;
    this.state = new StateDirectory(directory.resolve("lab"));
    state.create();
    SecureRandom random = new SecureRandom();
    this.doors = new NodeDoors(state, Clock.systemUTC(), new SteadyTime(), timer, random, files);
    this.service =
        new RackService(
            new RackStore(state),
            new BmcBook(state.bmcs(), random),
            new PhaseBook(state.phases()),
            new FileEventLog(state.events(), 100, Clock.systemUTC()),
            site.opener(),
            doors);
  }

  static Rack rack(int nodes) {
    return rack(nodes, "{ redfish: off }");
  }

  static Rack rack(int nodes, String bmc) {
    return RackStore.parse(
        """
        rack: lab
        cloud: local
        nodes: %d
        bmc: %s
        """
            .formatted(nodes, bmc),
        Map.of("PASSWORD", "correct horse"));
  }

  List<String> apply(Rack rack) {
    return service.apply(rack, _ -> {}, Progress.SILENT).warnings();
  }

  /** Events of the rack's own log. */
  List<String> events() {
    return service.events().events().stream().map(event -> event.message()).toList();
  }

  int port(String node) {
    return service.bmc(node).orElseThrow().port();
  }

  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    service.close();
    doors.close();
    timer.close();
  }
}
