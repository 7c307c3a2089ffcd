package io.anyrack.bench;

import io.anyrack.rack.RackException;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.file.Limits;
import io.anyrack.rack.file.RackFile;
import io.anyrack.rack.file.Surroundings;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.node.FileEventLog;
import io.anyrack.rack.node.SteadyTime;
import io.anyrack.service.NodeDoors;
import io.anyrack.service.RackService;
import io.anyrack.service.ThreadTimer;
import io.anyrack.service.bmc.BmcBook;
import io.anyrack.service.state.PhaseBook;
import io.anyrack.service.state.RackStore;
import io.anyrack.service.state.StateDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The service of a rack of simulated machines, in a process of its own: it says when it is up, and
 * ends with its standard input.
 */
public final class SimulatedService {
  private static final int RACK_EVENTS = 1000;

  /** A rack file has at most 1000 nodes: more are made here to see what becomes of the service. */
  private static final int MOST_NODES = 10_000;

  private static final int MOST_OCTETS = 2 << 20;

  private SimulatedService() {}

  /**
   * The state directory, and how many nodes: made where there is no rack yet. Then, where it is not
   * as by default, how Redfish is served, as the rack file says it, and how many milliseconds it
   * takes to switch a machine on.
   */
  public static void main(String[] arguments) throws IOException {
    String redfish = arguments.length > 2 ? arguments[2] : "{}";
    Duration start = Duration.ofMillis(arguments.length > 3 ? Long.parseLong(arguments[3]) : 0);
    serve(
        Path.of(arguments[0]),
        () -> rack(Integer.parseInt(arguments[1]), redfish),
        start,
        _ -> System.out.println("up"));
  }

  /**
   * Serves a rack until standard input ends.
   *
   * @param directory of its state
   * @param rack made where there is none yet
   * @param start how long it takes to switch a machine on
   * @param up is told when it is served
   */
  static void serve(Path directory, Supplier<Rack> rack, Duration start, Consumer<RackService> up)
      throws IOException {
    StateDirectory state = new StateDirectory(directory);
    state.create();
    Clock clock = Clock.systemUTC();
    SecureRandom random = new SecureRandom();
    try (ThreadTimer timer = new ThreadTimer();
        NodeDoors doors = new NodeDoors(state, clock, new SteadyTime(), timer, random);
        RackService service =
            new RackService(
                new RackStore(state),
                new BmcBook(state.bmcs(), random),
                new PhaseBook(state.phases()),
                new FileEventLog(state.events(), RACK_EVENTS, clock),
                (site, _, _) -> SimulatedSite.open(site, start),
                doors)) {
      service.resume();
      if (service.rack().isEmpty()) {
        service.apply(rack.get(), _ -> {}, Progress.SILENT);
      }
      up.accept(service);
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static Rack rack(int nodes, String redfish) {
    return read(
        """
        rack: bench
        cloud: local
        networks: [{ name: net, cidr: 10.0.0.0/16 }]
        nodes: %d
        bmc: { credentials: { user: admin, password: !secret BENCH }, redfish: %s }
        """
            .formatted(nodes, redfish));
  }

  /** A rack whose secrets are all the benchmarks' password. */
  static Rack read(String file) {
    RackFile reader =
        new RackFile(
            Surroundings.here(_ -> Optional.of(IpmiClient.PASSWORD)),
            new Limits(MOST_OCTETS, 16, 100, MOST_NODES));
    return switch (reader.read("bench", Path.of("/"), file.getBytes(StandardCharsets.UTF_8))) {
      case RackFile.Read.Valid(Rack rack) -> rack;
      case RackFile.Read.Invalid invalid -> throw new RackException(invalid.problems().toString());
    };
  }
}
