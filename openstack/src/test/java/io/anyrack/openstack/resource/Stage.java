package io.anyrack.openstack.resource;

import io.anyrack.fakestack.FakeStack;
import io.anyrack.fakestack.http.Entry;
import io.anyrack.fakestack.world.Settings;
import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.config.Clouds;
import io.anyrack.openstack.glance.Image;
import io.anyrack.openstack.glance.ImageRequest;
import io.anyrack.openstack.http.CallJournal;
import io.anyrack.openstack.http.Limits;
import io.anyrack.openstack.http.Retries;
import io.anyrack.openstack.neutron.Found;
import io.anyrack.openstack.neutron.Resources;
import io.anyrack.openstack.project.Project;
import io.anyrack.rack.cloud.BreakOff;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.plan.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A fake cloud, a project in it, and racks. */
final class Stage implements AutoCloseable {
  static final String PUBLIC_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEJvb3QgbWVkaWEgYW5kIG5vZGVzIG9mIHRlc3Rz test";

  final FakeStack cloud;
  final Project project;
  private final Path directory;

  Stage(Settings settings, Path directory) {
    this.cloud = FakeStack.start(settings);
    this.directory = directory;
    this.project = open();
    Image guest = project.glance().create(new ImageRequest("guest", "qcow2", List.of(), Map.of()));
    project.glance().upload(guest.id(), octets());
  }

  private Path octets() {
    try {
      return Files.write(directory.resolve("guest"), new byte[64]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Project open() {
    return open("rack");
  }

  /** Another of the cloud's projects. */
  Project open(String name) {
    try {
      Files.writeString(directory.resolve("clouds.yaml"), cloud.cloudsYaml());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    CloudConfig config =
        new Clouds(_ -> Optional.empty(), List.of(directory))
            .cloud(Optional.of(name), Optional.empty());
    Limits limits =
        new Limits(
            32,
            64 << 20,
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            new Retries(3, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(5)));
    return Project.open(config, CallJournal.NONE, limits, InstantSource.system());
  }

  /** One process at work on a rack; none of the others lives any more. */
  ProjectResources resources(String rack, String process) {
    return resources(rack, process, other -> !other.process().equals(process));
  }

  ProjectResources resources(String rack, String process, Predicate<Holder> gone) {
    Patience patience =
        new Patience(
            Thread::sleep, Duration.ofMillis(10), Duration.ofSeconds(20), Duration.ofMillis(1), 64);
    return new ProjectResources(
        rack,
        project,
        new TestMedia(project.glance(), directory),
        new TestShapes(),
        () -> PUBLIC_KEY,
        new Holder("lea", "desk", process),
        gone,
        InstantSource.system(),
        patience);
  }

  void up(Rack rack) {
    up(rack, "1");
  }

  void up(Rack rack, String process) {
    up(rack, process, new BreakOff());
  }

  void up(Rack rack, String process, BreakOff breakOff) {
    resources(rack.name(), process).apply(rack, new Plan(List.of()), Progress.SILENT, breakOff);
  }

  Plan plan(Rack rack) {
    return resources(rack.name(), "1").plan(rack);
  }

  void down(String rack) {
    resources(rack, "down").destroy(Progress.SILENT);
  }

  /** All ids there are, by type. */
  Map<String, Set<String>> everything() {
    Map<String, Set<String>> all = new TreeMap<>();
    var neutron = project.neutron();
    all.put("network", ids(neutron.networks()));
    all.put("subnet", ids(neutron.subnets()));
    all.put("port", portsOfTenants());
    all.put("router", ids(neutron.routers()));
    all.put("group", ids(neutron.securityGroups()));
    all.put("floating", ids(neutron.floatingIps()));
    all.put("server", set(project.nova().servers().stream().map(each -> each.id()).toList()));
    all.put("keypair", set(project.nova().keypairs().stream().map(each -> each.name()).toList()));
    all.put("image", set(project.glance().images().stream().map(each -> each.id()).toList()));
    project
        .cinder()
        .ifPresent(
            cinder ->
                all.put("volume", set(cinder.volumes().stream().map(each -> each.id()).toList())));
    return all;
  }

  /** Ports of the cloud's own DHCP come and go as it likes. */
  private Set<String> portsOfTenants() {
    return project.neutron().ports().all().stream()
        .filter(port -> !port.deviceOwner().equals("network:dhcp"))
        .map(port -> port.id())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static <T extends Found> Set<String> ids(Resources<T> resources) {
    return resources.all().stream().map(Found::id).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> set(List<String> all) {
    return new TreeSet<>(all);
  }

  /** What was asked since the journal was last cleared, reading and logging in left out. */
  List<String> changes() {
    return cloud.journal().entries().stream()
        .filter(entry -> !entry.method().equals("GET") && !entry.service().equals("identity"))
        .map(Entry::line)
        .toList();
  }

  @Override
  public void close() {
    project.close();
    cloud.close();
  }
}
