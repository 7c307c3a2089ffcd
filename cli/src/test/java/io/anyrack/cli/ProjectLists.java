package io.anyrack.cli;

import io.anyrack.openstack.config.Clouds;
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

  /** What every list of the project shows. */
  Map<String, List<String>> all() {
    return all(_ -> true);
  }

  /** The same without what other racks have, which come and go meanwhile. */
  Map<String, List<String>> allBesideOthers(String rack) {
    String own = new RackTags(rack).tag();
    return all(
        marks ->
            marks.stream().allMatch(mark -> !mark.startsWith(RackTags.PREFIX) || mark.equals(own)));
  }

  /**
   * Lists what fits.
   *
   * @param fits decides by the marks of racks that things carry
   */
  private Map<String, List<String>> all(Predicate<List<String>> fits) {
    Neutron neutron = project.neutron();
    List<Network> networks = neutron.networks().all();
    Set<String> elsewhere =
        networks.stream()
            .filter(each -> !fits.test(marks(each)))
            .map(Network::id)
            .collect(Collectors.toSet());
    Map<String, List<String>> all = new TreeMap<>();
    all.put("networks", ids(networks, fits));
    all.put("subnets", ids(neutron.subnets().all(), fits));
    all.put(
        "ports",
        ids(
            neutron.ports().all().stream()
                .filter(port -> !elsewhere.contains(port.network()))
                .toList(),
            fits));
    all.put("routers", ids(neutron.routers().all(), fits));
    all.put("security groups", ids(neutron.securityGroups().all(), fits));
    all.put(
        "floating IPs",
        neutron.floatingIps().all().stream()
            .filter(each -> fits.test(marks(each)))
            .map(each -> each.id() + " on " + each.port().orElse("no port"))
            .sorted()
            .toList());
    all.put(
        "servers",
        project.nova().servers().stream()
            .filter(each -> fits.test(RackTags.effective(each.tags(), each.description())))
            .map(each -> each.id())
            .sorted()
            .toList());
    all.put(
        "key pairs",
        project.nova().keypairs().stream()
            .map(each -> each.name())
            .filter(name -> fits.test(List.of(name.replaceFirst("^anyrack-", RackTags.PREFIX))))
            .sorted()
            .toList());
    all.put(
        "images",
        project.glance().images().stream()
            .filter(each -> fits.test(each.tags()))
            .map(Image::id)
            .sorted()
            .toList());
    all.put(
        "volumes",
        project.cinder().stream()
            .flatMap(cinder -> cinder.volumes().stream())
            .filter(
                each ->
                    fits.test(
                        Optional.ofNullable(each.metadata().get(RackTags.key())).stream()
                            .map(rack -> RackTags.PREFIX + rack)
                            .toList()))
            .map(each -> each.id())
            .sorted()
            .toList());
    all.put(
        "application credentials",
        project.keystone().credentials().stream()
            .filter(each -> fits.test(RackTags.effective(List.of(), each.description())))
            .map(each -> each.id())
            .sorted()
            .toList());
    return all;
  }

  private static List<String> marks(Found found) {
    return RackTags.effective(found.tags(), found.description());
  }

  private static List<String> ids(List<? extends Found> all, Predicate<List<String>> fits) {
    return all.stream().filter(each -> fits.test(marks(each))).map(Found::id).sorted().toList();
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
