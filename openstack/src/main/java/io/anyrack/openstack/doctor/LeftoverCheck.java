package io.anyrack.openstack.doctor;

import io.anyrack.openstack.glance.Image;
import io.anyrack.openstack.keystone.Keystone;
import io.anyrack.openstack.neutron.Found;
import io.anyrack.openstack.neutron.Resources;
import io.anyrack.openstack.nova.Server;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.tag.RackTags;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** Which racks are here, and of what there is how much, by all that can be told to be theirs. */
  void racks() {
    SortedMap<String, SortedMap<String, Long>> racks = new TreeMap<>();
    Stream.of(
            owned("server", project.nova().servers().stream().map(Server::tags)),
            owned("network", found(project.neutron().networks())),
            owned("subnet", found(project.neutron().subnets())),
            owned("port", found(project.neutron().ports())),
            owned("router", found(project.neutron().routers())),
            owned("security group", found(project.neutron().securityGroups())),
            owned("floating IP", found(project.neutron().floatingIps())),
            owned("image", project.glance().images().stream().map(Image::tags)),
            volumes(),
            keypairs(),
            credentials())
        .flatMap(each -> each)
        .forEach(
            each ->
                racks
                    .computeIfAbsent(each.rack(), _ -> new TreeMap<>())
                    .merge(each.what(), 1L, Long::sum));
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

  private record Theirs(String rack, String what) {}

  private static String words(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(each -> each.getValue() + " " + each.getKey() + (each.getValue() == 1 ? "" : "s"))
        .collect(Collectors.joining(", "));
  }

  private static Stream<Theirs> owned(String what, Stream<List<String>> tags) {
    return tags.flatMap(List::stream)
        .filter(tag -> tag.startsWith(RackTags.PREFIX))
        .map(tag -> new Theirs(tag.substring(RackTags.PREFIX.length()), what));
  }

  /** Whoever was killed before tags were set left the description. */
  private static Stream<List<String>> found(Resources<? extends Found> resources) {
    return resources.all().stream()
        .map(found -> RackTags.effective(found.tags(), found.description()));
  }

  private Stream<Theirs> volumes() {
    return project.cinder().stream()
        .flatMap(cinder -> cinder.volumes().stream())
        .flatMap(volume -> Optional.ofNullable(volume.metadata().get(RackTags.key())).stream())
        .map(rack -> new Theirs(rack, "volume"));
  }

  private Stream<Theirs> keypairs() {
    return project.nova().keypairs().stream()
        .flatMap(pair -> RackTags.rackOfKeypair(pair.name(), project.id()).stream())
        .map(rack -> new Theirs(rack, "key pair"));
  }

  private Stream<Theirs> credentials() {
    return owned(
        "application credential",
        project.keystone().credentials().stream()
            .filter(credential -> credential.project().equals(project.id()))
            .map(credential -> RackTags.effective(List.of(), credential.description())));
  }
}
