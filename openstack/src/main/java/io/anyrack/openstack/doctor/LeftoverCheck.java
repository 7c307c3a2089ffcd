package io.anyrack.openstack.doctor;

import io.anyrack.openstack.keystone.Keystone;
import io.anyrack.openstack.neutron.Found;
import io.anyrack.openstack.neutron.Resources;
import io.anyrack.openstack.project.Project;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

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

  /** Which racks are here, and of what there is how much, by all that can be told to be theirs. */
  void racks() {
    SortedMap<String, SortedMap<String, Long>> racks = new TreeMap<>();
    for (Inventory.Thing thing : new Inventory(project).things()) {
      for (String rack : thing.racks()) {
        racks.computeIfAbsent(rack, _ -> new TreeMap<>()).merge(thing.kind(), 1L, Long::sum);
      }
    }
    notes.fine(
        "racks here",
        racks.isEmpty()
            ? "none"
            : racks.entrySet().stream()
                .map(rack -> rack.getKey() + " (" + words(rack.getValue()) + ")")
                .collect(Collectors.joining(", ")),
        racks.isEmpty()
            ? "nothing in the project is a rack's"
            : "`anyrack down --rack NAME --os-cloud CLOUD` removes one that nobody needs");
  }

  private static String words(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(each -> each.getValue() + " " + each.getKey() + (each.getValue() == 1 ? "" : "s"))
        .collect(Collectors.joining(", "));
  }
}
