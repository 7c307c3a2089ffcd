package io.anyrack.openstack.resource;

import io.anyrack.openstack.cinder.Volume;
import io.anyrack.openstack.neutron.Found;
import io.anyrack.openstack.nova.Server;
import io.anyrack.openstack.tag.RackTags;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The resources of one type: all the project sees, and those that are the rack's.
 *
 * @param <T> the type
 */
final class Index<T> {
  private final List<T> all;
  private final List<Owned<T>> owned;
  private final Map<String, Owned<T>> byName = new LinkedHashMap<>();

  private Index(List<T> all, Function<T, Optional<Owned<T>>> own) {
    this.all = all;
    // Of two with one name the complete one counts; the other is a leftover.
    this.owned =
        all.stream()
            .flatMap(each -> own.apply(each).stream())
            .sorted(
                Comparator.comparing((Owned<T> each) -> !each.complete()).thenComparing(Owned::id))
            .toList();
    owned.forEach(each -> byName.putIfAbsent(each.key().name(), each));
  }

  static <T extends Found> Index<T> ofNeutron(Key.Type type, List<T> all, RackTags tags) {
    return new Index<>(
        all,
        each -> {
          if (!tags.owns(each.tags(), each.description())) {
            return Optional.empty();
          }
          List<String> labels = RackTags.effective(each.tags(), each.description());
          return Optional.of(
              new Owned<>(
                  new Key(type, RackTags.name(labels).orElse(each.id())),
                  RackTags.role(labels).orElse(""),
                  each.id(),
                  each.tags().containsAll(labels),
                  each));
        });
  }

  static Index<Server> ofServers(List<Server> all, RackTags tags) {
    return new Index<>(
        all,
        each ->
            tags.owns(each.metadata())
                ? Optional.of(owned(Key.Type.SERVER, each.metadata(), each.id(), each))
                : Optional.empty());
  }

  static Index<Volume> ofVolumes(List<Volume> all, RackTags tags) {
    return new Index<>(
        all,
        each ->
            tags.owns(each.metadata())
                ? Optional.of(owned(Key.Type.VOLUME, each.metadata(), each.id(), each))
                : Optional.empty());
  }

  private static <T> Owned<T> owned(
      Key.Type type, Map<String, String> metadata, String id, T resource) {
    return new Owned<>(
        new Key(type, RackTags.shown(RackTags.nameOf(metadata).orElse(id))),
        RackTags.roleOf(metadata).orElse(""),
        id,
        true,
        resource);
  }

  /** All the project sees. */
  List<T> all() {
    return all;
  }

  /** Those of the rack, leftovers with a name twice included. */
  List<Owned<T>> owned() {
    return owned;
  }

  /** The rack's one with this name. */
  Optional<Owned<T>> find(String name) {
    return Optional.ofNullable(byName.get(RackTags.shown(name)));
  }
}
