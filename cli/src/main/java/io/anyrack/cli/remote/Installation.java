package io.anyrack.cli.remote;

import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.Rack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Puts the service of a rack on a server that lets us in: the program, the rack, what it refers to
 * and the way to its cloud. Doing it again carries only what differs, and restarts the service only
 * then.
 */
final class Installation {
  private static final String CLOUDS = "clouds.yaml";
  private static final String CACERT = "cacert.pem";
  private static final String ADDRESSES = "addresses.sh";

  private final Ssh ssh;
  private final RemoteSystem system;
  private final Carrier carrier;
  private final Supplier<Distribution.Archive> archive;
  private final Progress progress;

  /**
   * An installation on one server.
   *
   * @param archive makes the program's archive if need be
   */
  Installation(
      Ssh ssh, RemoteSystem system, Supplier<Distribution.Archive> archive, Progress progress) {
    this.ssh = ssh;
    this.system = system;
    this.carrier = new Carrier(ssh, system);
    this.archive = archive;
    this.progress = progress;
  }

  /** The way of the service to its cloud. */
  interface Access {
    /**
     * The content of a {@code clouds.yaml}; empty: the one there is good.
     *
     * @param there the SHA-256 of the one there, in hexadecimal; empty: there is none
     * @param cacert where the file is on the server that its {@code cacert} names
     */
    Optional<String> cloudsYaml(Optional<String> there, String cacert);

    /** The cloud's certificates here, if it has some of its own. */
    Optional<Path> cacert();
  }

  /**
   * Makes it so, up to a service that has been started.
   *
   * @param mac of the port BMC addresses are on
   * @param more adds what else goes there
   * @return what was carried, empty: nothing; the program is called {@code program}
   */
  List<String> install(Rack rack, Access access, String mac, Consumer<Cargo> more) {
    String state = system.state(rack.name());
    Distribution.Archive program = step("packing", archive);
    List<String> carried = new ArrayList<>();
    if (!carrier.has(program.id())) {
      step(
          "carrying the program",
          () -> {
            carrier.bring(program);
            return true;
          });
      carried.add("program");
    }
    Cargo cargo = Cargo.of(rack, state);
    Optional<String> addresses = BmcAddresses.script(rack, mac);
    addresses.ifPresent(script -> cargo.text(ADDRESSES, script));
    cargo.text("cloud", state + "/" + CLOUDS + "\n");
    access.cacert().ifPresent(file -> cargo.file(CACERT, file));
    access
        .cloudsYaml(carrier.digest(state, CLOUDS), state + "/" + CACERT)
        .ifPresent(text -> cargo.text(CLOUDS, text));
    more.accept(cargo);
    carried.addAll(step("carrying the rack", () -> carrier.bring(cargo, state)));
    step(
        "starting",
        () -> {
          supervisor(rack.name())
              .run(
                  carrier.programs(program.id()) + "/bin/anyrack",
                  addresses.map(_ -> state + "/" + ADDRESSES),
                  !carried.isEmpty());
          return true;
        });
    carrier.removeOthers(program.id());
    return List.copyOf(carried);
  }

  Supervisor supervisor(String rack) {
    return new Supervisor(ssh, system, rack);
  }

  private <T> T step(String step, Supplier<T> work) {
    return Steps.step(progress, "service", step, work);
  }
}
