package io.anyrack.fakestack.nova;

import io.anyrack.fakestack.cinder.Volume;
import io.anyrack.fakestack.world.World;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What a test can do where the guests run: watch them boot, act as one of them, and break things.
 * Thread-safe.
 */
public final class Hypervisor implements AutoCloseable {
  private final World world;
  private final Servers servers;
  private final List<Boot> boots = new ArrayList<>();
  private final List<Consumer<Boot>> listeners = new CopyOnWriteArrayList<>();
  private final List<Trouble> troubles = new ArrayList<>();

  /** What guests wrote, by volume, or by server and device. */
  private final Map<String, String> written = new HashMap<>();

  private Optional<SerialProxy> serial = Optional.empty();
  private BiConsumer<String, String> typed = (_, _) -> {};

  private record Trouble(String work, Predicate<String> serverName, String message) {}

  Hypervisor(World world, Servers servers) {
    this.world = world;
    this.servers = servers;
  }

  /** All starts of all guests, oldest first. */
  public List<Boot> boots() {
    return world.locked(() -> List.copyOf(boots));
  }

  /** All starts of one server's guest, oldest first. */
  public List<Boot> boots(String serverId) {
    return boots().stream().filter(each -> each.serverId().equals(serverId)).toList();
  }

  /**
   * Tells of each start of a guest, in a virtual thread of its own: the listener may play the
   * guest.
   */
  public void onBoot(Consumer<Boot> listener) {
    listeners.add(listener);
  }

  /** The guest turns itself off. A server in rescue stays in rescue. */
  public void powerOff(String serverId) {
    change(
        serverId,
        server -> {
          server.power = Server.SHUTDOWN;
          if (server.state == VmState.ACTIVE) {
            server.state = VmState.STOPPED;
          }
          server.updated = world.now();
        });
  }

  /** The guest starts again by itself: what a reset from inside does. */
  public void restart(String serverId) {
    change(serverId, this::booted);
  }

  /**
   * Whether the guest answers ACPI from now on: with {@link
   * io.anyrack.fakestack.world.Delays#shutdown}.
   */
  public void answersAcpi(String serverId, boolean answers) {
    change(serverId, server -> server.answersAcpi = answers);
  }

  /** The guest writes to its serial console. */
  public void print(String serverId, String text) {
    change(serverId, server -> printed(server, text));
  }

  private void printed(Server server, String text) {
    server.log(text);
    serial.ifPresent(proxy -> proxy.print(server.id, text));
  }

  /**
   * From now on the cloud has serial consoles that take input.
   *
   * @param guest plays the guests: gets a server's id and what was typed, and may {@link #print}
   */
  public void offerSerialConsoles(BiConsumer<String, String> guest) {
    world.locked(
        () -> {
          typed = guest;
          if (serial.isEmpty()) {
            serial =
                Optional.of(
                    new SerialProxy(
                        world,
                        id ->
                            servers
                                .find(id)
                                .filter(each -> each.power == Server.RUNNING)
                                .isPresent(),
                        (id, text) -> typed.accept(id, text)));
          }
          return true;
        });
  }

  /** Where a server's serial line is; empty: the cloud has no such consoles. */
  Optional<URI> serialConsole(String serverId) {
    return world.locked(() -> serial).map(proxy -> proxy.url(serverId));
  }

  @Override
  public void close() {
    world.locked(() -> serial).ifPresent(SerialProxy::close);
  }

  /** The guest writes to its disk, the first that is no CD-ROM. */
  public void writeDisk(String serverId, String text) {
    change(serverId, server -> written.put(place(server, disk(server)), text));
  }

  /** What was last written to the disk; empty: nothing, or it is lost. */
  public Optional<String> readDisk(String serverId) {
    return world.locked(
        () ->
            servers
                .find(serverId)
                .flatMap(server -> Optional.ofNullable(written.get(place(server, disk(server))))));
  }

  private static Disk disk(Server server) {
    return server.disks.stream()
        .filter(each -> !each.deviceType().equals("cdrom"))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(server.id + " has no disk"));
  }

  private static String place(Server server, Disk disk) {
    return disk.volume().map(Volume::id).orElseGet(() -> server.id + " " + disk.device());
  }

  /** The server has no host any more: of its local disks Nova keeps only the root, as an image. */
  void gone(Server server) {
    server.disks.stream()
        .filter(each -> each.volume().isEmpty() && each.bootIndex() != 0)
        .forEach(each -> written.remove(place(server, each)));
  }

  /** The root disk is written anew. */
  void rewritten(Server server) {
    server.root().ifPresent(each -> written.remove(place(server, each)));
  }

  /** The guest breaks: the server is in ERROR with this fault. */
  public void breakServer(String serverId, String message) {
    change(
        serverId,
        server -> {
          server.state = VmState.ERROR;
          server.fault = Optional.of(message);
          server.faultAt = world.now();
        });
  }

  /**
   * The next work of a kind on a server with such a name fails, and the server is in ERROR with
   * this message.
   *
   * @param work {@code build}, {@code rescue}, {@code rebuild}, {@code start}, …
   * @param message e.g. {@code No valid host was found. There are not enough hosts available.}
   */
  public void failNext(String work, Predicate<String> serverName, String message) {
    world.locked(() -> troubles.add(new Trouble(work, serverName, message)));
  }

  private void change(String serverId, Consumer<Server> work) {
    world.locked(
        () -> {
          Server server =
              servers
                  .find(serverId)
                  .orElseThrow(() -> new IllegalArgumentException("no server " + serverId));
          work.accept(server);
          return true;
        });
  }

  /** The trouble that a test has asked for, once. */
  Optional<String> trouble(String work, Server server) {
    for (Trouble each : troubles) {
      if (each.work().equals(work) && each.serverName().test(server.name)) {
        troubles.remove(each);
        return Optional.of(each.message());
      }
    }
    return Optional.empty();
  }

  void booted(Server server) {
    server.power = Server.RUNNING;
    Boot boot =
        new Boot(
            server.id,
            server.uefi,
            server.state == VmState.RESCUED,
            server.bootOrder(),
            world.now());
    boots.add(boot);
    listeners.forEach(each -> Thread.ofVirtual().start(() -> each.accept(boot)));
  }
}
