package io.anyrack.openstack.doctor;

import io.anyrack.openstack.keystone.Keystone;
import io.anyrack.openstack.neutron.Found;
import io.anyrack.openstack.neutron.Resources;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.tag.RackTags;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What earlier runs and racks have in the project. */
final class LeftoverCheck {
  private final Project project;
  private final Notes notes;

  LeftoverCheck(Project project, Notes notes) {
    this.project = project;
    this.notes = notes;
  }

  /** Removes what a doctor left that was ended half way. */
  void clean() {
    remove(project.neutron().ports());
    remove(project.neutron().subnets());
    remove(project.neutron().networks());
    project
        .glance()
        .images(Map.of("tag", Trials.TAG))
        .forEach(image -> project.glance().delete(image.id()));
    Keystone keystone = project.keystone();
    keystone.credentials().stream()
        .filter(credential -> credential.description().equals(Trials.TAG))
        .filter(credential -> credential.project().equals(project.id()))
        .forEach(keystone::revoke);
    keystone.deleteUnusedRules(Set.of(Trials.RULE));
  }

  private static <T extends Found> void remove(Resources<T> resources) {
    resources.named(Trials.TAG).stream()
        .filter(found -> found.description().equals(Trials.TAG))
        .forEach(found -> resources.delete(found.id()));
  }

  /** Which racks are here, by what carries their tags. */
  void racks() {
    SortedMap<String, Long> racks =
        Stream.of(
                project.nova().servers().stream().flatMap(server -> server.tags().stream()),
                tags(project.neutron().networks()),
                tags(project.neutron().ports()),
                tags(project.neutron().routers()),
                tags(project.neutron().securityGroups()),
                tags(project.neutron().floatingIps()))
            .flatMap(tags -> tags)
            .filter(tag -> tag.startsWith(RackTags.PREFIX))
            .collect(
                Collectors.groupingBy(
                    tag -> tag.substring(RackTags.PREFIX.length()),
                    TreeMap::new,
                    Collectors.counting()));
    notes.fine(
        "racks here",
        racks.isEmpty()
            ? "none"
            : racks.entrySet().stream()
                .map(rack -> rack.getKey() + " (" + rack.getValue() + " resources)")
                .collect(Collectors.joining(", ")),
        racks.isEmpty()
            ? "nothing in the project carries a rack's tag"
            : "`anyrack down --rack NAME --os-cloud CLOUD` removes one that nobody needs");
  }

  private static Stream<String> tags(Resources<? extends Found> resources) {
    return resources.all().stream().flatMap(found -> found.tags().stream());
  }
}
