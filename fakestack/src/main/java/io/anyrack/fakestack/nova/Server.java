package io.anyrack.fakestack.nova;

import io.anyrack.fakestack.cinder.Volume;
import io.anyrack.fakestack.world.Caller;
import io.anyrack.fakestack.world.FlavorSpec;
import io.anyrack.fakestack.world.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** A server's state. Used inside the world's lock only. */
final class Server {
  static final int NO_STATE = 0;
  static final int RUNNING = 1;
  static final int POWER_PAUSED = 3;
  static final int SHUTDOWN = 4;
  static final int POWER_SUSPENDED = 7;
  private static final int LARGEST_CONSOLE = 1 << 20;

  final String id;
  final Caller owner;
  final FlavorSpec flavor;
  final Instant created;
  final List<Disk> disks = new ArrayList<>();
  final List<String> tags = new ArrayList<>();
  final Set<String> ownPorts = new HashSet<>();
  private final StringBuilder console = new StringBuilder();
  ObjectNode metadata = Json.object();
  String name = "";
  String description = "";
  String hostname = "";
  String imageId = "";
  String keyName = "";
  String userData = "";
  String lockedReason = "";
  String rescueImage = "";
  String task = "scheduling";
  String shutdownTimeout = "";
  VmState state = VmState.BUILDING;
  int power = NO_STATE;
  boolean locked;
  boolean host;
  boolean visibleToActions;
  boolean configDrive;
  boolean uefi;
  boolean answersAcpi;
  Instant updated;
  Optional<Instant> launched = Optional.empty();
  Optional<String> fault = Optional.empty();
  Instant faultAt;

  Server(String id, Caller owner, FlavorSpec flavor, Instant now) {
    this.id = id;
    this.owner = owner;
    this.flavor = flavor;
    this.created = now;
    this.updated = now;
    this.faultAt = now;
  }

  boolean volumeBacked() {
    return root().flatMap(Disk::volume).isPresent();
  }

  Optional<Disk> root() {
    return disks.stream().filter(each -> each.bootIndex() == 0).findFirst();
  }

  Optional<Disk> disk(String volumeId) {
    return disks.stream()
        .filter(each -> each.volume().map(Volume::id).filter(volumeId::equals).isPresent())
        .findFirst();
  }

  void log(String text) {
    console.append(text);
    if (console.length() > LARGEST_CONSOLE) {
      console.delete(0, console.length() - LARGEST_CONSOLE);
    }
  }

  String console() {
    return console.toString();
  }

  /** What the firmware tries, in order. */
  List<Medium> bootOrder() {
    List<Medium> order = new ArrayList<>();
    if (state == VmState.RESCUED || task.equals("rescuing")) {
      order.add(new Medium("image", rescueImage, "cdrom", "ide", 0));
    }
    disks.stream()
        .filter(each -> each.bootIndex() >= 0)
        .sorted(Comparator.comparingInt(Disk::bootIndex))
        .map(Disk::medium)
        .forEach(order::add);
    return order;
  }

  /** What the API shows: vm_state and task together. */
  String status() {
    if (task.startsWith("rebuild")
        && (state == VmState.ACTIVE || state == VmState.STOPPED || state == VmState.ERROR)) {
      return "REBUILD";
    }
    if (state == VmState.ACTIVE && task.startsWith("reboot")) {
      return task.endsWith("_hard") ? "HARD_REBOOT" : "REBOOT";
    }
    return state.status();
  }
}
