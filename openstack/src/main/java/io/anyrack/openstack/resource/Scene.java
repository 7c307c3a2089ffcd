package io.anyrack.openstack.resource;

import io.anyrack.openstack.cinder.Volume;
import io.anyrack.openstack.http.UnavailableException;
import io.anyrack.openstack.neutron.Found;
import io.anyrack.openstack.neutron.Resources;
import io.anyrack.openstack.nova.Server;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.rack.cloud.CloudException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where parts are compared and made: the project, what was found in it, and the ids of what is
 * there by now. Thread-safe.
 *
 * @param project whose services are asked
 * @param tags of the rack
 * @param survey what was there at the beginning
 * @param ids of what is there now
 * @param servers waits for servers
 * @param volumes waits for volumes
 * @param patience how long
 */
record Scene(
    Project project,
    RackTags tags,
    Survey survey,
    Map<Key, String> ids,
    BulkWatch<Server> servers,
    BulkWatch<Volume> volumes,
    Patience patience) {

  static Scene of(Project project, RackTags tags, Survey survey, Patience patience) {
    return new Scene(
        project,
        tags,
        survey,
        new ConcurrentHashMap<>(),
        new BulkWatch<>(() -> Survey.servers(project, tags), Server::id, patience, project.calls()),
        new BulkWatch<>(() -> Survey.volumes(project, tags), Volume::id, patience, project.calls()),
        patience);
  }

  /** The id of a part that is there. */
  String id(Key key) {
    String id = ids.get(key);
    if (id == null) {
      throw new CloudException("there is no " + key + "; another `up` or `down` may be at work");
    }
    return id;
  }

  /** The id of a part, if it is there and stays. */
  Optional<String> known(Key key) {
    return Optional.ofNullable(ids.get(key));
  }

  /** A network of the project that is not the rack's, by name or id. */
  String existingNetwork(String name, String who) {
    return only(survey.networks().all(), name, "network", who).id();
  }

  /** A router of the project that is not the rack's, by name or id. */
  String existingRouter(String name, String who) {
    return only(survey.routers().all(), name, "router", who).id();
  }

  /** A security group of the project that is not the rack's, by name or id. */
  String existingGroup(String name, String who) {
    return only(survey.groups().all(), name, "security group", who).id();
  }

  private static <T extends Found> T only(List<T> all, String name, String what, String who) {
    List<T> found =
        all.stream().filter(each -> each.id().equals(name) || each.name().equals(name)).toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw new CloudException(
        found.isEmpty()
            ? "%s: the project has no %s called %s".formatted(who, what, name)
            : "%s: the project has %d %ss called %s; give the id of one"
                .formatted(who, found.size(), what, name));
  }

  /**
   * Makes a resource of Neutron: name and description say whose it is from the first moment, tags
   * after it. An answer that got lost is no reason to make it twice.
   */
  <T extends Found> T create(
      Resources<T> resources, ObjectNode attributes, Subject subject, Key key, boolean named) {
    String description = tags.description(subject.role(), key.name());
    attributes.put("description", description);
    if (named) {
      attributes.put("name", tags.rack() + "-" + key.name());
    }
    T made;
    try {
      made = resources.create(attributes);
    } catch (UnavailableException e) {
      made =
          resources.list(Map.of("description", description)).stream()
              .findFirst()
              .orElseThrow(() -> e);
    }
    resources.setTags(made.id(), tags.tags(subject.role(), key.name()));
    return made;
  }

  /** Sets the tags of a resource of Neutron. */
  <T extends Found> void tag(Resources<T> resources, String id, Subject subject, Key key) {
    resources.setTags(id, tags.tags(subject.role(), key.name()));
  }
}
