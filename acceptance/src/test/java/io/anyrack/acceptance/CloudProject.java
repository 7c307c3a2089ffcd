package io.anyrack.acceptance;

import io.anyrack.openstack.config.Clouds;
import io.anyrack.openstack.doctor.Inventory;
import io.anyrack.openstack.neutron.Found;
import io.anyrack.openstack.neutron.Neutron;
import io.anyrack.openstack.neutron.Resources;
import io.anyrack.openstack.project.Project;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
    new Inventory(project)
        .things()
        .forEach(thing -> all.put(thing.kind() + " " + thing.id(), thing.text()));
    Neutron neutron = project.neutron();
    touched(all, "network", neutron.networks());
    touched(all, "subnet", neutron.subnets());
    touched(all, "port", neutron.ports());
    touched(all, "router", neutron.routers());
    touched(all, "security group", neutron.securityGroups());
    touched(all, "floating IP", neutron.floatingIps());
    return all;
  }

  private static void touched(
      Map<String, String> all, String kind, Resources<? extends Found> resources) {
    resources
        .revisions()
        .forEach((id, revision) -> all.merge(kind + " " + id, " " + revision, String::concat));
  }

  @Override
  public void close() {
    project.close();
  }
}
