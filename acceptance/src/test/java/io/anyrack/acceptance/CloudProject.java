package io.anyrack.acceptance;

import io.anyrack.openstack.config.Clouds;
import io.anyrack.openstack.neutron.Found;
import io.anyrack.openstack.neutron.Neutron;
import io.anyrack.openstack.neutron.Resources;
import io.anyrack.openstack.project.Project;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What there is in the project of {@link RealCloud}, for tests tagged {@code openstack}. */
final class CloudProject implements AutoCloseable {
  private final String name = RealCloud.ENTRY;
  private final Project project =
      Project.open(
          new Clouds(variable -> Optional.ofNullable(System.getenv(variable)), List.of())
              .cloud(Optional.of(name), Optional.empty()));

  String name() {
    return name;
  }

  Project project() {
    return project;
  }

  /** What commands need in their environment. */
  Map<String, String> environment() {
    return Map.of("OS_CLOUD", name);
  }

  /**
   * All lists of the project: each thing with what says that somebody touched it. Neutron counts
   * revisions. Racks share boot media, which name who uses them.
   */
  Map<String, String> lists() {
    Map<String, String> all = new TreeMap<>();
    for (var server : project.nova().servers()) {
      all.put(
          "server " + server.id(),
          server.name() + " " + server.status() + server.updated() + server.metadata());
    }
    project.nova().keypairs().forEach(each -> all.put("keypair " + each.name(), ""));
    project
        .glance()
        .images()
        .forEach(
            image ->
                all.put("image " + image.id(), image.name() + " " + new TreeSet<>(image.tags())));
    project.cinder().stream()
        .flatMap(cinder -> cinder.volumes().stream())
        .forEach(volume -> all.put("volume " + volume.id(), volume.toString()));
    Neutron neutron = project.neutron();
    put(all, "network", neutron.networks());
    put(all, "subnet", neutron.subnets());
    put(all, "port", neutron.ports());
    put(all, "router", neutron.routers());
    put(all, "security group", neutron.securityGroups());
    put(all, "floating IP", neutron.floatingIps());
    return all;
  }

  private static <T extends Found> void put(
      Map<String, String> all, String kind, Resources<T> resources) {
    Map<String, Long> revisions = resources.revisions();
    resources
        .all()
        .forEach(
            each -> all.put(kind + " " + each.id(), each.name() + " " + revisions.get(each.id())));
  }

  @Override
  public void close() {
    project.close();
  }
}
