package io.anyrack.cli;

import io.anyrack.openstack.config.Clouds;
import io.anyrack.openstack.doctor.Inventory;
import io.anyrack.openstack.glance.Image;
import io.anyrack.openstack.glance.ImageRequest;
import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.FloatingIp;
import io.anyrack.openstack.neutron.Found;
import io.anyrack.openstack.neutron.Network;
import io.anyrack.openstack.neutron.Neutron;
import io.anyrack.openstack.neutron.Resources;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.tag.RackTags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A project as its member sees it: what is there, by kind. */
final class ProjectLists implements AutoCloseable {
  private final Project project;

  /** The project of an entry in a {@code clouds.yaml}. */
  ProjectLists(Path clouds, String cloud) {
    project =
        Project.open(
            new Clouds(
                    name ->
                        Optional.of(clouds.toString())
                            .filter(_ -> name.equals("OS_CLIENT_CONFIG_FILE")),
                    List.of())
                .cloud(Optional.of(cloud), Optional.empty()));
  }

  Project project() {
    return project;
  }

  /** What every list of the project shows, by kind. */
  Map<String, List<String>> all() {
    return all(_ -> true);
  }

  /** The same without what other racks have, which come and go meanwhile. */
  Map<String, List<String>> allBesideOthers(String rack) {
    return all(thing -> thing.racks().stream().allMatch(rack::equals));
  }

  /** How all things of a rack are, by kind and id: also their revisions where there are any. */
  Map<String, String> of(String rack) {
    Map<String, Long> revisions = new HashMap<>();
    Neutron neutron = project.neutron();
    Stream.of(
            neutron.networks(),
            neutron.subnets(),
            neutron.ports(),
            neutron.routers(),
            neutron.securityGroups(),
            neutron.floatingIps())
        .forEach(each -> revisions.putAll(each.revisions()));
    return new Inventory(project)
        .things().stream()
            .filter(thing -> thing.racks().contains(rack))
            // Who shares a boot medium is written there.
            .filter(thing -> !thing.kind().equals("image"))
            .collect(
                Collectors.toMap(
                    thing -> thing.kind() + " " + thing.id(),
                    thing -> thing.text() + " revision " + revisions.get(thing.id())));
  }

  private Map<String, List<String>> all(Predicate<Inventory.Thing> fits) {
    List<Inventory.Thing> things = new Inventory(project).things();
    Set<String> elsewhere =
        things.stream()
            .filter(thing -> thing.kind().equals("network") && !fits.test(thing))
            .map(Inventory.Thing::id)
            .collect(Collectors.toSet());
    return things.stream()
        .filter(fits)
        .filter(thing -> thing.network().filter(elsewhere::contains).isEmpty())
        .collect(
            Collectors.groupingBy(
                Inventory.Thing::kind,
                TreeMap::new,
                Collectors.collectingAndThen(
                    Collectors.mapping(
                        thing ->
                            thing.id()
                                + (thing.kind().equals("floating IP") ? " " + thing.text() : ""),
                        Collectors.toList()),
                    ids -> ids.stream().sorted().toList())));
  }

  /** How everything of a rack was made and changed: id, time and revision, by kind and name. */
  Map<String, String> stamps(String rack) {
    String tag = new RackTags(rack).tag();
    Map<String, String> stamps = new HashMap<>();
    Neutron neutron = project.neutron();
    stamps.putAll(stamps("network", neutron.networks(), tag));
    stamps.putAll(stamps("subnet", neutron.subnets(), tag));
    stamps.putAll(stamps("port", neutron.ports(), tag));
    stamps.putAll(stamps("router", neutron.routers(), tag));
    stamps.putAll(stamps("security group", neutron.securityGroups(), tag));
    project
        .nova()
        .servers(tag)
        .forEach(
            each ->
                stamps.put(
                    "server " + each.name(),
                    each.id() + " " + each.created() + " " + each.updated()));
    project
        .cinder()
        .ifPresent(
            cinder ->
                cinder.volumes().stream()
                    .filter(each -> each.name().startsWith(rack + "-"))
                    .forEach(each -> stamps.put("volume " + each.name(), each.id())));
    return stamps;
  }

  private static Map<String, String> stamps(
      String kind, Resources<? extends Found> resources, String tag) {
    Map<String, Long> revisions = resources.revisions();
    return resources.tagged(tag).stream()
        .collect(
            Collectors.toMap(
                each -> kind + " " + each.name(),
                each -> each.id() + " revision " + revisions.get(each.id())));
  }

  /** Uploads an image of a few octets. */
  void image(String name, Path directory) throws IOException {
    Image image = project.glance().create(new ImageRequest(name, "raw", List.of(), Map.of()));
    Path disk = directory.resolve(name + ".img");
    project.glance().upload(image.id(), Files.writeString(disk, "a disk"));
  }

  /** Takes a floating IP, as a user does who wants to keep it. */
  FloatingIp floatingIp(String network) {
    Network external =
        project.neutron().networks().all().stream()
            .filter(each -> each.name().equals(network))
            .findFirst()
            .orElseThrow();
    return project
        .neutron()
        .floatingIps()
        .create(Attributes.none().put("floating_network_id", external.id()));
  }

  @Override
  public void close() {
    project.close();
  }
}
