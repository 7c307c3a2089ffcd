package io.anyrack.openstack.neutron;

import io.anyrack.openstack.http.Fields;
import io.anyrack.openstack.http.NotFoundException;
import io.anyrack.openstack.http.ServiceClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * All resources of one kind, such as ports. What is sent are Neutron's own attributes ({@link
 * Attributes} builds them). Thread-safe.
 *
 * @param <T> the kind
 */
public final class Resources<T extends Found> {
  private final ServiceClient client;
  private final String singular;
  private final String plural;
  private final Function<Fields, T> read;

  Resources(ServiceClient client, String singular, String plural, Function<Fields, T> read) {
    this.client = client;
    this.singular = singular;
    this.plural = plural;
    this.read = read;
  }

  /** What the kind is called in paths, such as {@code security-groups}. */
  private String path() {
    return plural.replace('_', '-');
  }

  /** All that the project can see. */
  public List<T> all() {
    return list(Map.of());
  }

  /** Those with a tag. */
  public List<T> tagged(String tag) {
    return list(Map.of("tags", tag));
  }

  /** Those with a name. */
  public List<T> named(String name) {
    return list(Map.of("name", name));
  }

  /** Those whose attributes are equal to the filters. */
  public List<T> list(Map<String, String> filters) {
    return client.at(path()).query(filters).pages(plural, read);
  }

  /**
   * The revisions of all that the project can see, by id: tells what is new, changed and gone
   * without asking for the rest. (Neutron's {@code changed_since} is refused where it checks
   * filters, and sees nothing that is gone.)
   */
  public Map<String, Long> revisions() {
    return client
        .at(path())
        .query("fields", "id")
        .query("fields", "revision_number")
        .pages(plural, each -> each)
        .stream()
        .collect(
            Collectors.toUnmodifiableMap(
                each -> each.text("id"),
                each -> each.longNumber("revision_number", 0),
                (_, later) -> later));
  }

  /** The one with an id, if it is there. */
  public Optional<T> find(String id) {
    try {
      return Optional.of(read.apply(client.at(path() + "/{id}", id).get().object(singular)));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  /** Makes one. It has no tags yet: Neutron takes none in this call. */
  public T create(ObjectNode attributes) {
    return read.apply(client.at(path()).post(wrapped(attributes)).object(singular));
  }

  /** Changes what is named and leaves the rest. */
  public T update(String id, ObjectNode attributes) {
    return read.apply(client.at(path() + "/{id}", id).put(wrapped(attributes)).object(singular));
  }

  /**
   * Changes what is named and leaves the rest, if it is still as it was seen.
   *
   * @param revision as it was seen; with another the cloud answers 412
   */
  public T update(String id, long revision, ObjectNode attributes) {
    return read.apply(
        client
            .at(path() + "/{id}", id)
            .header("If-Match", "revision_number=" + revision)
            .put(wrapped(attributes))
            .object(singular));
  }

  /** Deletes one; nothing if it is not there. */
  public void delete(String id) {
    client.at(path() + "/{id}", id).delete();
  }

  /** Replaces the tags of one. */
  public void setTags(String id, List<String> tags) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    var list = body.putArray("tags");
    tags.forEach(list::add);
    client.at(path() + "/{id}/tags", id).put(body);
  }

  private ObjectNode wrapped(ObjectNode attributes) {
    return JsonNodeFactory.instance.objectNode().set(singular, attributes);
  }
}
