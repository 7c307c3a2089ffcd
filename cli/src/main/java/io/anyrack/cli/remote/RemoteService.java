package io.anyrack.cli.remote;

import io.anyrack.cli.host.Host;
import io.anyrack.openstack.keystone.ApplicationCredential;
import io.anyrack.openstack.nova.Server;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.rack.RackException;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.digest.Sha256;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.ServerSpec;
import io.anyrack.service.control.ControlClient;
import io.anyrack.service.state.StateDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The service of a rack whose place is a server of its project ({@code bmc.placement}: vm or
 * installer): brought there, talked to, taken away. Not thread-safe.
 */
public final class RemoteService implements AutoCloseable {
  private static final int SSH_PORT = 22;
  private static final int CONSOLE_LINES = 2000;

  /** Java on an emulated processor is slow to start. */
  private static final Duration START_LIMIT = Duration.ofMinutes(10);

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(90);

  private final Host host;
  private final StateDirectory state;
  private final Path ssh;
  private final Supplier<Distribution.Archive> archive;
  private final Door.Limits limits;
  private final Deque<Tunnel> tunnels = new ArrayDeque<>();

  /** The service of the rack whose state here is in {@code state}. */
  public RemoteService(Host host, StateDirectory state) {
    this(
        host,
        state,
        host.program("ssh"),
        () -> Distribution.ofThisProcess(host.cache()).archive(),
        Door.Limits.USUAL);
  }

  /**
   * The same with parts of one's own.
   *
   * @param ssh OpenSSH's client
   * @param archive of the program that is brought
   * @param limits how long a server is waited for
   */
  RemoteService(
      Host host,
      StateDirectory state,
      Path ssh,
      Supplier<Distribution.Archive> archive,
      Door.Limits limits) {
    this.host = host;
    this.state = state;
    this.ssh = ssh;
    this.archive = archive;
    this.limits = limits;
  }

  /** Whether the rack's service was brought to a server. */
  public boolean isRemote() {
    return RemoteNote.read(state).isPresent();
  }

  private String name() {
    return state.root().getFileName().toString();
  }

  /**
   * Brings the service to its server, which exists, and returns when it answers. Again: only what
   * differs.
   *
   * @param rack as it was applied, with addresses
   * @param project as its user
   * @throws RemoteException if it does not come to that
   */
  public ControlClient bring(Rack rack, Project project, Progress progress) {
    ServerSpec spec =
        rack.bmcServer()
            .orElseThrow(() -> new IllegalArgumentException("the service's place is here"));
    Ahead<Distribution.Archive> packing = Ahead.of(archive); // while the server boots
    Server server = server(project, spec.name());
    Optional<RemoteNote> before = RemoteNote.read(state);
    RemoteNote note = note(spec, server, before);
    Ssh way = ssh(note);
    Door door = new Door(way, new HostKeys(knownHosts()), limits);
    Door.Learned learned =
        Steps.step(
            progress, spec.name(), "ssh", () -> door.await(() -> console(project, server.id())));
    if (learned == Door.Learned.FIRST_CONTACT) {
      host.terminal()
          .say(
              "the host key of %s was taken as it came with the first contact: its console shows none"
                  .formatted(note.address()));
    }
    try (SharedConnection connection = SharedConnection.open(way, socket("m"))) {
      Ssh shared = connection.ssh();
      RemoteSystem system = RemoteSystem.ask(shared, System.getProperty("os.arch"));
      system
          .warning(note.address())
          .ifPresent(warning -> host.terminal().say("warning: " + warning));
      Installation installation = new Installation(shared, system, packing::get, progress);
      Credential credential = new Credential(rack, project, before);
      MovingState moving = new MovingState(state);
      installation.install(
          credential.rack(),
          credential,
          mac(spec, server),
          cargo -> {
            // Where it was before it was brought to a server, it was here.
            if (before.isEmpty()) {
              moving.addTo(cargo);
            }
          });
      RemoteNote now =
          new RemoteNote(
              note.user(),
              note.address(),
              note.port(),
              note.server(),
              system.state(rack.name()) + "/control.sock",
              credential.id(),
              credential.digest());
      now.write(state);
      moving.forget();
      credential.dropOthers();
      Tunnel tunnel = open(now);
      return Steps.step(
          progress,
          "service",
          "answer",
          () -> tunnel.await(START_LIMIT, installation.supervisor(rack.name())::fault));
    }
  }

  /**
   * The way to the running service.
   *
   * @throws RemoteException if it does not answer
   */
  public ControlClient client() {
    RemoteNote note =
        RemoteNote.read(state)
            .orElseThrow(() -> new RemoteException("the rack's service is not on a server"));
    Ssh way = ssh(note);
    return open(note)
        .await(
            ANSWER_LIMIT,
            () ->
                new Supervisor(way, RemoteSystem.ask(way, System.getProperty("os.arch")), name())
                    .fault());
  }

  /**
   * The shell of a server of the rack; nothing is asked of it yet.
   *
   * @param project as its user
   * @throws RemoteException if the project has no such server
   */
  public ServerShell shell(Project project, ServerSpec spec) {
    return new SshShell(ssh(note(spec, server(project, spec.name()), Optional.empty())));
  }

  /**
   * Ends what services of a rack may do in the project.
   *
   * @param project as its user
   */
  public static void revoke(Project project, String rack) {
    new ServiceCredential(project, rack, ServiceRules.Sync.NONE, InstantSource.system()).delete();
  }

  /**
   * Stops the service on its server, where it can be reached, and brings back what it knows: it
   * goes elsewhere.
   *
   * @param project as its user
   */
  public void leave(Project project) {
    RemoteNote.read(state)
        .ifPresent(
            note -> {
              Ssh way = ssh(note);
              try {
                RemoteSystem system = RemoteSystem.ask(way, System.getProperty("os.arch"));
                new Supervisor(way, system, name()).remove();
                new MovingState(state).bringBack(way, system.state(name()));
              } catch (RemoteException e) {
                host.terminal()
                    .say(
                        "warning: what the service knew stays on its server, BMCs get new"
                            + " passwords: "
                            + e.getMessage());
              }
              revoke(project, name());
              RemoteNote.forget(state);
            });
  }

  private Tunnel open(RemoteNote note) {
    Tunnel tunnel = Tunnel.open(ssh(note), socket("t"), note.socket());
    tunnels.push(tunnel);
    return tunnel;
  }

  /** Its name is short: the path of a unix socket has at most 108 octets (unix(7)). */
  private Path socket(String kind) {
    return state.root().resolve(kind + ProcessHandle.current().pid() + ".sock");
  }

  private Path knownHosts() {
    return state.root().resolve("known_hosts");
  }

  private Ssh ssh(RemoteNote note) {
    return new Ssh(
        ssh,
        new Ssh.Target(
            note.user(),
            note.address(),
            note.port(),
            note.server(),
            knownHosts(),
            Optional.of(state.root().resolve("id_ed25519")).filter(Files::exists)));
  }

  private static RemoteNote note(ServerSpec spec, Server server, Optional<RemoteNote> before) {
    return new RemoteNote(
        spec.user(),
        address(server),
        SSH_PORT,
        server.id(),
        "",
        before.map(RemoteNote::credential).orElse(""),
        before.map(RemoteNote::credentialDigest).orElse(""));
  }

  private Server server(Project project, String name) {
    RackTags tags = new RackTags(name());
    String tag = tags.tags("server", name).getLast();
    return project.nova().servers(tags.tag()).stream()
        .filter(server -> server.tags().contains(tag))
        .findFirst()
        .orElseThrow(
            () ->
                new RemoteException(
                    "the project has no server '%s' of the rack '%s'; say `anyrack up` again"
                        .formatted(name, name())));
  }

  /** A floating address first: it is made to be reached. */
  private static String address(Server server) {
    return server.addresses().stream()
        .filter(address -> address.address().indexOf(':') < 0)
        .min(Comparator.comparing(address -> !address.floating()))
        .map(Server.Address::address)
        .orElseThrow(
            () -> new RemoteException("the server " + server.name() + " has no IPv4 address"));
  }

  private static String mac(ServerSpec spec, Server server) {
    return switch (spec.ports().getFirst()) {
      case ServerSpec.Port.OnRack(var nic) -> nic.mac().toString();
      case ServerSpec.Port.OnCloud(String network, _) ->
          server.addresses().stream()
              .filter(address -> address.network().equals(network))
              .map(Server.Address::mac)
              .findFirst()
              .orElse("");
    };
  }

  private static String console(Project project, String server) {
    try {
      return project.nova().consoleOutput(server, CONSOLE_LINES);
    } catch (RackException e) {
      return ""; // a cloud need not show it, and a server that starts has none
    }
  }

  /** The service's way to its cloud, made anew only where the one there is not good. */
  private static final class Credential implements Installation.Access {
    private static final String ENTRY = "rack";

    private final Rack rack;
    private final Project project;
    private final ServiceCredential credentials;
    private String id;
    private String digest;

    Credential(Rack rack, Project project, Optional<RemoteNote> before) {
      this.rack = rack;
      this.project = project;
      this.credentials =
          new ServiceCredential(
              project, rack.name(), ServiceRules.Sync.of(rack), InstantSource.system());
      this.id = before.map(RemoteNote::credential).orElse("");
      this.digest = before.map(RemoteNote::credentialDigest).orElse("");
    }

    /** The rack with its cloud as it is called there. */
    Rack rack() {
      return rack.cloud() instanceof CloudSpec.Openstack spec
          ? rack.withCloud(
              new CloudSpec.Openstack(
                  Optional.of(ENTRY), spec.region(), spec.availabilityZone(), spec.imagePrefix()))
          : rack;
    }

    String id() {
      return id;
    }

    String digest() {
      return digest;
    }

    void dropOthers() {
      credentials.deleteOthers(id);
    }

    @Override
    public Optional<String> cloudsYaml(Optional<String> there, String cacert) {
      if (!id.isEmpty() && there.filter(digest::equals).isPresent() && credentials.isGood(id)) {
        return Optional.empty();
      }
      ApplicationCredential made = credentials.make();
      String text = CloudsYaml.of(ENTRY, project.config(), made, cacert);
      id = made.id();
      digest = Sha256.of(text).hex();
      return Optional.of(text);
    }

    @Override
    public Optional<Path> cacert() {
      return project.config().cacert();
    }
  }

  /** Closes the ways to the service. */
  @Override
  public void close() {
    List.copyOf(tunnels).forEach(Tunnel::close);
    tunnels.clear();
  }
}
