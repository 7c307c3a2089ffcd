package io.anyrack.openstack.doctor;

import io.anyrack.openstack.neutron.Found;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.Resources;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.tag.RackTags;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** All that there is in a project, and what a rack has of its user. Thread-safe. */
public final class Inventory {
  private final Project project;

  /** The inventory of a project; nothing is asked yet. */
  public Inventory(Project project) {
    this.project = project;
  }

  /**
   * Something that is there.
   *
   * @param kind such as {@code security group}
   * @param id unique for its kind
   * @param text its name, and what changes where somebody touches it, as far as lists tell
   * @param racks whose it is; several racks share boot media
   * @param network the id of the network it is on; empty: on none
   */
  public record Thing(
      String kind, String id, String text, List<String> racks, Optional<String> network) {
    /** Copies the list. */
    public Thing {
      racks = List.copyOf(racks);
    }
  }

  /** One list call for each kind. */
  public List<Thing> things() {
    var neutron = project.neutron();
    List<Thing> all = new ArrayList<>();
    project
        .nova()
        .servers()
        .forEach(
            each ->
                all.add(
                    thing(
                        "server",
                        each.id(),
                        each.name() + " " + each.status() + each.updated() + each.metadata(),
                        racks(RackTags.effective(each.tags(), each.description())))));
    all.addAll(found("network", neutron.networks()));
    all.addAll(found("subnet", neutron.subnets()));
    all.addAll(found("port", neutron.ports()));
    all.addAll(found("router", neutron.routers()));
    all.addAll(found("security group", neutron.securityGroups()));
    neutron
        .floatingIps()
        .all()
        .forEach(
            each ->
                all.add(
                    thing(
                        "floating IP",
                        each.id(),
                        "on " + each.port().orElse("no port"),
                        racks(RackTags.effective(each.tags(), each.description())))));
    project
        .glance()
        .images()
        .forEach(
            each ->
                all.add(
                    thing(
                        "image",
                        each.id(),
                        each.name() + " " + new TreeSet<>(each.tags()),
                        racks(each.tags()))));
    project.cinder().stream()
        .flatMap(cinder -> cinder.volumes().stream())
        .forEach(
            each ->
                all.add(
                    thing(
                        "volume",
                        each.id(),
                        each.toString(),
                        Optional.ofNullable(each.metadata().get(RackTags.key())).stream()
                            .toList())));
    all.addAll(ofTheUser());
    return List.copyOf(all);
  }

  private List<Thing> ofTheUser() {
    List<Thing> all = new ArrayList<>();
    project
        .nova()
        .keypairs()
        .forEach(
            each ->
                all.add(
                    thing(
                        "key pair",
                        each.name(),
                        "",
                        RackTags.rackOfKeypair(each.name(), project.id()).stream().toList())));
    project.keystone().credentials().stream()
        .filter(each -> each.project().equals(project.id()))
        .forEach(
            each ->
                all.add(
                    thing(
                        "application credential",
                        each.id(),
                        each.name(),
                        racks(RackTags.effective(List.of(), each.description())))));
    project
        .keystone()
        .accessRules()
        .forEach((id, rule) -> all.add(thing("access rule", id, rule.toString(), List.of())));
    return all;
  }

  /** Whoever was killed before tags were set left the description. */
  private static List<Thing> found(String kind, Resources<? extends Found> resources) {
    return resources.all().stream()
        .map(
            each ->
                new Thing(
                    kind,
                    each.id(),
                    each.name(),
                    racks(RackTags.effective(each.tags(), each.description())),
                    each instanceof Port port ? Optional.of(port.network()) : Optional.empty()))
        .toList();
  }

  private static Thing thing(String kind, String id, String text, List<String> racks) {
    return new Thing(kind, id, text, racks, Optional.empty());
  }

  private static List<String> racks(List<String> tags) {
    return tags.stream()
        .filter(tag -> tag.startsWith(RackTags.PREFIX))
        .map(tag -> tag.substring(RackTags.PREFIX.length()))
        .toList();
  }
}
