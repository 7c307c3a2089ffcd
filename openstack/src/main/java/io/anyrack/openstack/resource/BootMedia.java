package io.anyrack.openstack.resource;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The boot media in a project: made by the first rack that needs them, dropped by the last. Each
 * method may be called again after an interruption. Thread-safe.
 */
public interface BootMedia {
  /**
   * Which of {@code media} are there, complete, and used by {@code rack}: one call to the cloud.
   *
   * @return image ids
   */
  Map<Medium, String> present(Collection<Medium> media, String rack);

  /**
   * Makes a medium if it is not there, and says that {@code rack} uses it.
   *
   * @return the image's id; it is active
   */
  String provide(Medium medium, String rack);

  /** The names of the media {@code rack} uses, half-made ones included: one call to the cloud. */
  List<String> usedBy(String rack);

  /** Says that {@code rack} uses none any more, and deletes those that no rack uses. */
  void release(String rack);
}
