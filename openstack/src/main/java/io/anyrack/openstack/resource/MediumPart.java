package io.anyrack.openstack.resource;

import io.anyrack.rack.plan.Plan;
import java.util.List;
import java.util.Optional;

/**
 * A boot medium, which other racks may use, too.
 *
 * @param medium which one
 * @param there its image's id
 * @param media makes it
 */
record MediumPart(Medium medium, Optional<String> there, BootMedia media) implements Part<Medium> {
  static Key key(Medium medium) {
    return new Key(Key.Type.MEDIUM, medium.name());
  }

  @Override
  public Key key() {
    return key(medium);
  }

  @Override
  public Subject subject() {
    return new Subject(Plan.Kind.RESOURCE, medium.name());
  }

  @Override
  public List<Key> needs() {
    return List.of();
  }

  @Override
  public List<String> shown() {
    return List.of("boot medium, shared by racks");
  }

  @Override
  public Optional<Owned<Medium>> found(Survey survey) {
    return there.map(id -> new Owned<>(key(), subject().role(), id, true, medium));
  }

  @Override
  public Verdict compare(Owned<Medium> found, Scene scene) {
    return new Verdict.Same();
  }

  @Override
  public String make(Scene scene) {
    return media.provide(medium, scene.tags().rack());
  }
}
