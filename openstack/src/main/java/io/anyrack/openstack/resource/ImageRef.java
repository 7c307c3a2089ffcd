package io.anyrack.openstack.resource;

import java.util.Optional;

/** An image a disk starts with. */
sealed interface ImageRef {
  /** Its id, once it is there. */
  String id(Scene scene);

  /** The boot medium it is. */
  default Optional<Key> medium() {
    return Optional.empty();
  }

  /** One the project has. */
  record Given(String id) implements ImageRef {
    @Override
    public String id(Scene scene) {
      return id;
    }
  }

  /** A boot medium. */
  record OfMedium(Key key) implements ImageRef {
    @Override
    public String id(Scene scene) {
      return scene.id(key);
    }

    @Override
    public Optional<Key> medium() {
      return Optional.of(key);
    }
  }

  /** Of a shape's source; empty: blank. */
  static Optional<ImageRef> of(NodeShape.Source source) {
    return switch (source) {
      case NodeShape.Source.Blank() -> Optional.empty();
      case NodeShape.Source.OfImage(var id) -> Optional.of(new Given(id));
      case NodeShape.Source.OfMedium(var medium) ->
          Optional.of(new OfMedium(MediumPart.key(medium)));
    };
  }
}
