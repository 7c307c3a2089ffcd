package io.anyrack.openstack.resource;

import java.util.List;
import java.util.Optional;

/**
 * A resource the rack needs.
 *
 * @param <T> how the cloud tells it
 */
sealed interface Part<T>
    permits FloatingIpPart,
        GroupPart,
        InterfacePart,
        KeypairPart,
        MediumPart,
        NetworkPart,
        PortPart,
        RouterPart,
        ServerPart,
        SubnetPart,
        VolumePart {
  /** What it is called. */
  Key key();

  /** What it is there for. */
  Subject subject();

  /** What has to be there before. */
  List<Key> needs();

  /** Those of {@link #needs} that it cannot outlive: made anew with them. */
  default List<Key> bound() {
    return needs();
  }

  /** What is there of it. */
  Optional<Owned<T>> found(Survey survey);

  /** Compares what is there with what is wanted; asks nobody. */
  Verdict compare(Owned<T> found, Scene scene);

  /** What is said of it when it is made; empty: it goes without saying. */
  default List<String> shown() {
    return List.of();
  }

  /**
   * Makes it, and waits until it is of use.
   *
   * @return its id
   */
  String make(Scene scene);

  /** Sets the tags it lacks. */
  default void complete(Owned<T> found, Scene scene) {}
}
