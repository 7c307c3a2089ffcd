package io.anyrack.openstack.machine;

import io.anyrack.openstack.http.ApiException;
import io.anyrack.openstack.http.Pause;
import io.anyrack.openstack.image.BootMedium;
import io.anyrack.openstack.image.Disc;
import io.anyrack.openstack.image.MediaDrive;
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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A node as a server of Nova.
 *
 * <p>What it starts is decided by its boot method: {@code script} always starts the medium before
 * its disk, whose script asks the rack's service; {@code rescue} and {@code rebuild} start the disk
 * unless the network is asked for. A CD is written over the volume that is in the drive of {@code
 * script} on volumes; elsewhere the server is rescued with it. A guest that restarts by itself
 * starts what it started last: for {@code rescue} that may be the network again.
 */
public final class OpenstackMachine implements Machine {
  private static final int CONSOLE_LINES = 500;
  private static final String NO_SHUTDOWN =
      "this cloud cannot ask its guest to shut down: its server is made to be off at once; shut"
          + " down in the guest, or power off";

  private static final String CRASH_DUMP = "2.17";
  private static final String RESCUE_OF_VOLUMES = "2.87";
  private static final String REBUILD_OF_VOLUMES = "2.93";

  private final String name;
  private final Nova nova;
  private final RackServers servers;
  private final Function<BootMedium, Optional<String>> media;
  private final MediaDrive drive;
  private final ServerDriver driver;
  private final NovaConsole console;

  /**
   * What all machines of a rack share.
   *
   * @param nova where the servers are
   * @param media finds the image of a boot medium where a server does not name one
   * @param drive the CD drives
   * @param clock tells the time
   * @param pause lets it pass
   * @param patience how long to wait
   * @param shelves whether power off gives the place on the hypervisor back
   * @param lines their serial lines
   */
  public record Surroundings(
      Nova nova,
      Function<BootMedium, Optional<String>> media,
      MediaDrive drive,
      InstantSource clock,
      Pause pause,
      Patience patience,
      boolean shelves,
      SerialLines lines) {}

  /**
   * The machine of a node.
   *
   * @param servers finds its server
   */
  public OpenstackMachine(String name, RackServers servers, Surroundings surroundings) {
    this.name = name;
    this.servers = servers;
    this.nova = surroundings.nova();
    this.media = surroundings.media();
    this.drive = surroundings.drive();
    this.driver =
        new ServerDriver(
            ServerActions.of(nova),
            surroundings.clock(),
            surroundings.pause(),
            surroundings.patience(),
            surroundings.shelves());
    this.console =
        new NovaConsole(
            () -> nova.consoleOutput(server(), CONSOLE_LINES),
            surroundings.lines(),
            this::running,
            surroundings.pause(),
            NovaConsole.Limits.DEFAULT);
  }

  /** Its server, if it runs as far as is known. */
  private Optional<String> running() {
    return servers.known(name).filter(Standing::runs).map(Server::id);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Observation observe() {
    Optional<Server> now = servers.recall(name).flatMap(server -> nova.find(server.id()));
    now.ifPresentOrElse(
        server -> servers.saw(name, server),
        () -> servers.forget(name)); // another may have been made in its place
    return now.map(servers::observation).orElseGet(Observation.Missing::new);
  }

  /** As it was when it had started. */
  @Override
  public Observation afterwards() {
    return servers.known(name).map(servers::observation).orElseGet(this::observe);
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
    reach(server -> new Goal.On(from(boot, server), anew));
  }

  /** What was begun is ended as it was meant: the server shows a part of it already. */
  private void reach(Function<Server, Goal> goal) {
    Optional<Server> seen = servers.known(name);
    Optional<Goal> first = seen.map(server -> goal(goal, server));
    Optional<Move.Action> begun =
        seen.flatMap(server -> driver.attempt(name, server, first.orElseThrow()));
    Server server = now();
    boolean same = seen.map(Server::id).filter(server.id()::equals).isPresent();
    Server there =
        same && begun.isPresent()
            ? driver.reach(name, server, first.orElseThrow(), begun)
            : driver.reach(name, server, goal(goal, server), Optional.empty());
    // The next command begins with what is known of it: its disc may be another one now.
    servers.saw(name, there);
    servers.rescues().reached(there);
  }

  private Goal goal(Function<Server, Goal> goal, Server server) {
    Goal wanted = goal.apply(server);
    if (wanted instanceof Goal.On(From.Rescue _, _)) {
      servers.rescues().begin(server.id());
    }
    return wanted;
  }

  private From from(BootOverride boot, Server server) {
    NodeMarks marks = NodeMarks.of(server);
    if (!boot.isActive()) {
      return own(server, marks);
    }
    return switch (boot.device()) {
      case NONE, DISK, BIOS_SETUP -> own(server, marks);
      case CDROM ->
          drive
              .inserted(name)
              .map(disc -> cd(server, marks, disc))
              .orElseGet(() -> own(server, marks));
      case PXE, HTTP ->
          switch (marks.method()) {
            case SCRIPT -> own(server, marks);
            case RESCUE -> rescue(server, medium(server, BootMedium.cd(marks.firmware())));
            case REBUILD ->
                new From.Rebuild(
                    medium(server, BootMedium.disk(marks.firmware())), Optional.empty());
            case AUTO, NATIVE ->
                throw new MachineException(
                    "node %s: its server was not made to boot from the network; `anyrack up` says"
                            .formatted(name)
                        + " what it would change");
          };
    };
  }

  /** Its own disks; another CD than its own is taken out of its drive before. */
  private From own(Server server, NodeMarks marks) {
    if (!server.metadata().containsKey(NodeMarks.DISC)) {
      return new From.Disks();
    }
    Map<String, String> metadata = new HashMap<>(server.metadata());
    metadata.remove(NodeMarks.DISC);
    return new From.Rebuild(medium(server, BootMedium.cd(marks.firmware())), Optional.of(metadata));
  }

  /**
   * A CD: written over the volume in its drive, where it has one that is large enough. The server
   * is then not in RESCUE, and its disk does not start when it is powered off.
   */
  private From cd(Server server, NodeMarks marks, Disc disc) {
    boolean fits = disc.octets() <= (long) marks.cdGib().orElse(0) << 30;
    if (!fits || !nova.supports(REBUILD_OF_VOLUMES)) {
      return rescue(server, disc.image());
    }
    if (disc.image().equals(server.metadata().get(NodeMarks.DISC))) {
      return new From.Disks();
    }
    Map<String, String> metadata = new HashMap<>(server.metadata());
    metadata.put(NodeMarks.DISC, disc.image());
    return new From.Rebuild(disc.image(), Optional.of(metadata));
  }

  private From rescue(Server server, String image) {
    if (server.image().isEmpty() && !nova.supports(RESCUE_OF_VOLUMES)) {
      throw new MachineException(
          "node %s: this cloud cannot rescue a server whose root is a volume (Nova %s)"
              .formatted(name, RESCUE_OF_VOLUMES));
    }
    return new From.Rescue(image);
  }

  private String medium(Server server, BootMedium kind) {
    return Optional.ofNullable(server.metadata().get(NodeMarks.MEDIUM))
        .or(() -> driver.ask(name, () -> media.apply(kind)))
        .orElseThrow(
            () ->
                new MachineException(
                    "node %s: the image that boots it from the network is not there; `anyrack up` makes"
                            .formatted(name)
                        + " it"));
  }

  /**
   * Nothing: a medium's script asks the rack's service at each start, and Nova has no order of
   * devices to change.
   */
  @Override
  public void prepareBoot(BootOverride boot) {}

  @Override
  public void stop() {
    reach(_ -> new Goal.Off());
  }

  /**
   * Asks the guest where Nova can: servers made from an operating system's image. The others have
   * to be off at once when they are told so, and Nova has no other way to ask.
   */
  @Override
  public void requestShutdown() {
    Server now = now();
    if (!NodeMarks.of(now).guestShutdown()) {
      throw new MachineException("node %s: %s".formatted(name, NO_SHUTDOWN));
    }
    ask("shut down", now, () -> nova.stop(now.id()));
  }

  @Override
  public Optional<String> noShutdown() {
    return servers
        .known(name)
        .filter(server -> !NodeMarks.of(server).guestShutdown())
        .map(_ -> NO_SHUTDOWN);
  }

  @Override
  public void diagnose() {
    if (!nova.supports(CRASH_DUMP)) {
      throw new MachineException(
          "node %s: this cloud has no diagnostic interrupt (Nova %s)".formatted(name, CRASH_DUMP));
    }
    Server now = now();
    ask("interrupt", now, () -> nova.triggerCrashDump(now.id()));
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
  public Optional<String> noPause() {
    return Optional.empty();
  }

  @Override
  public void pause() {
    reach(_ -> new Goal.Paused());
  }

  @Override
  public void resume() {
    reach(_ -> new Goal.Resumed());
  }

  @Override
  public void insertMedia(URI image) {
    drive.insert(name, NodeMarks.of(now()).firmware(), image);
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

  /** Ends what goes on for readers of the console. */
  public void close() {
    console.close();
  }

  /** Its server as it is now. */
  private Server now() {
    Optional<Server> known = look();
    if (known.isEmpty()) {
      servers.forget(name); // another may have been made in its place
      known = look();
    }
    return known.orElseThrow(() -> missing(name));
  }

  private Optional<Server> look() {
    return driver
        .ask(name, () -> servers.recall(name))
        .flatMap(seen -> driver.look(name, seen.id()))
        .map(
            server -> {
              servers.saw(name, server);
              return server;
            });
  }

  private static MachineException missing(String name) {
    return new MachineException(
        "node %s: it has no server in the cloud; `anyrack up` makes one".formatted(name));
  }

  private String server() {
    return servers.recall(name).map(Server::id).orElseThrow(() -> missing(name));
  }
}
