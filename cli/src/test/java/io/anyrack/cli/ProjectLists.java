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
    return Map.ofEntries(
        Map.entry("servers", project.nova().servers().stream().map(each -> each.id()).toList()),
        Map.entry(
            "key pairs", project.nova().keypairs().stream().map(each -> each.name()).toList()),
        Map.entry("images", project.glance().images().stream().map(Image::id).toList()),
        Map.entry(
            "volumes",
            project.cinder().stream()
                .flatMap(cinder -> cinder.volumes().stream())
                .map(each -> each.id())
                .toList()),
        Map.entry(
            "application credentials",
            project.keystone().credentials().stream().map(each -> each.id()).toList()),
        list("networks", project.neutron().networks().all()),
        list("subnets", project.neutron().subnets().all()),
        list("ports", project.neutron().ports().all()),
        list("routers", project.neutron().routers().all()),
        list("security groups", project.neutron().securityGroups().all()),
        Map.entry(
            "floating IPs",
            project.neutron().floatingIps().all().stream()
                .map(each -> each.id() + " on " + each.port().orElse("no port"))
                .toList()));
  }

  private static Map.Entry<String, List<String>> list(String kind, List<? extends Found> found) {
    return Map.entry(kind, found.stream().map(Found::id).sorted().toList());
  }

  /**
   * How everything of a rack was made and changed: id, time and revision, by kind and name.
   */
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
