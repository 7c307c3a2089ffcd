package io.anyrack.openstack.machine;

import io.anyrack.openstack.http.ApiException;
import io.anyrack.openstack.machine.Goal.From;
import io.anyrack.openstack.nova.Nova;
import io.anyrack.openstack.nova.Server;
import io.anyrack.rack.cloud.Console;
import io.anyrack.rack.cloud.Machine;
import io.anyrack.rack.cloud.MachineException;
import io.anyrack.rack.cloud.Observation;
import io.anyrack.rack.model.BootOverride;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A node as a server of Nova.
 *
 * <p>What it starts is decided by its boot method: {@code script} always starts the medium before
 * its disk, whose script asks the rack's service; {@code rescue} and {@code rebuild} start the disk
 * unless the network is asked for. A guest that restarts by itself starts what it started last: for
 * {@code rescue} that may be the network again.
 */
public final class OpenstackMachine implements Machine {
  private static final int CONSOLE_LINES = 500;
  private static final String CRASH_DUMP = "2.17";
  private static final String RESCUE_OF_VOLUMES = "2.87";

  private final String name;
  private final Nova nova;
  private final Supplier<Optional<String>> id;
  private final MediaDrive drive;
  private final ServerDriver driver;
  private final PolledConsole console;

  /**
   * What all machines of a rack share.
   *
   * @param nova where the servers are
   * @param drive the CD drives
   * @param clock tells the time
   * @param pause lets it pass
   * @param patience how long to wait
   * @param shelves whether power off gives the place on the hypervisor back
   */
  public record Surroundings(
      Nova nova,
      MediaDrive drive,
      InstantSource clock,
      Pause pause,
      Patience patience,
      boolean shelves) {}

  /**
   * The machine of a node.
   *
   * @param id finds its server's id
   */
  public OpenstackMachine(String name, Supplier<Optional<String>> id, Surroundings surroundings) {
    this.name = name;
    this.id = id;
    this.nova = surroundings.nova();
    this.drive = surroundings.drive();
    this.driver =
        new ServerDriver(
            ServerActions.of(nova),
            surroundings.clock(),
            surroundings.pause(),
            surroundings.patience(),
            surroundings.shelves());
    this.console =
        new PolledConsole(
            () -> nova.consoleOutput(server(), CONSOLE_LINES),
            surroundings.pause(),
            PolledConsole.Limits.DEFAULT);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Observation observe() {
    return id.get()
        .flatMap(nova::find)
        .map(Standing::observation)
        .orElseGet(Observation.Missing::new);
  }

  @Override
  public void start(BootOverride boot) {
    bring(boot, false);
  }

  @Override
  public void reset(BootOverride boot) {
    bring(boot, true);
  }

  private void bring(BootOverride boot, boolean anew) {
    String server = server();
    driver.reach(name, server, new Goal.On(from(boot, driver.look(name, server)), anew));
  }

  private From from(BootOverride boot, Server server) {
    NodeMarks marks = NodeMarks.of(server);
    if (!boot.isActive()) {
      return new From.Disks();
    }
    return switch (boot.device()) {
      case NONE, DISK, BIOS_SETUP -> new From.Disks();
      case CDROM ->
          drive.inserted(name).<From>map(image -> rescue(server, image)).orElseGet(From.Disks::new);
      case PXE ->
          switch (marks.method()) {
            case SCRIPT -> new From.Disks();
            case RESCUE -> rescue(server, medium(server));
            case REBUILD -> new From.Rebuild(medium(server));
            case AUTO, NATIVE ->
                throw new MachineException(
                    "node %s: its server was not made to boot from the network; `anyrack up` says"
                            .formatted(name)
                        + " what it would change");
          };
    };
  }

  private From rescue(Server server, String image) {
    if (server.image().isEmpty() && !nova.supports(RESCUE_OF_VOLUMES)) {
      throw new MachineException(
          "node %s: this cloud cannot rescue a server whose root is a volume (Nova %s)"
              .formatted(name, RESCUE_OF_VOLUMES));
    }
    return new From.Rescue(image);
  }

  private String medium(Server server) {
    return Optional.ofNullable(server.metadata().get(NodeMarks.MEDIUM))
        .orElseThrow(
            () ->
                new MachineException(
                    "node %s: its server does not say which image boots it from the network (%s);"
                            .formatted(name, NodeMarks.MEDIUM)
                        + " run `anyrack up`"));
  }

  /**
   * Nothing: a medium's script asks the rack's service at each start, and Nova has no order of
   * devices to change.
   */
  @Override
  public void prepareBoot(BootOverride boot) {}

  @Override
  public void stop() {
    driver.reach(name, server(), new Goal.Off());
  }

  /**
   * Asks the guest where Nova can: servers made from an operating system's image. The others have
   * to be off at once when they are told so, and Nova has no other way to ask.
   */
  @Override
  public void requestShutdown() {
    String server = server();
    Server now = driver.look(name, server);
    if (!NodeMarks.of(now).guestShutdown()) {
      throw new MachineException(
          "node %s: this cloud cannot ask its guest to shut down: its server is made to be off at"
                  .formatted(name)
              + " once; shut down in the guest, or power off");
    }
    ask("shut down", now, () -> nova.stop(server));
  }

  @Override
  public void diagnose() {
    if (!nova.supports(CRASH_DUMP)) {
      throw new MachineException(
          "node %s: this cloud has no diagnostic interrupt (Nova %s)".formatted(name, CRASH_DUMP));
    }
    String server = server();
    ask("interrupt", driver.look(name, server), () -> nova.triggerCrashDump(server));
  }

  private void ask(String what, Server now, Runnable request) {
    try {
      request.run();
    } catch (ApiException e) {
      throw new MachineException(
          "node %s: the cloud refuses to %s its server, which is %s: %s"
              .formatted(name, what, Standing.describe(now), e.getMessage()),
          e);
    }
  }

  @Override
  public void insertMedia(URI image) {
    drive.insert(name, NodeMarks.of(driver.look(name, server())).firmware(), image);
  }

  @Override
  public void ejectMedia() {
    drive.eject(name);
  }

  @Override
  public void screenshot(Path file) {
    throw new MachineException(
        "node %s: this cloud shows its project no screens; `anyrack console %s` shows what the node"
                .formatted(name, name)
            + " writes to its serial line");
  }

  @Override
  public Console console() {
    return console;
  }

  @Override
  public Optional<Path> inBandSocket() {
    return Optional.empty();
  }

  private String server() {
    return id.get()
        .orElseThrow(
            () ->
                new MachineException(
                    "node %s: it has no server in the cloud; `anyrack up` makes one"
                        .formatted(name)));
  }
}
