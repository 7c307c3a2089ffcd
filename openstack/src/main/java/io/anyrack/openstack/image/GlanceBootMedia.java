package io.anyrack.openstack.image;

import io.anyrack.openstack.glance.Glance;
import io.anyrack.openstack.glance.Image;
import io.anyrack.openstack.glance.ImageRequest;
import io.anyrack.openstack.resource.BootMedia;
import io.anyrack.openstack.resource.Medium;
import io.anyrack.openstack.tag.RackTags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps boot media in Glance. An image is known by its content, and used by the racks whose tags it
 * has. An image whose octets did not all arrive is made anew by the rack that began it.
 * Thread-safe.
 */
public final class GlanceBootMedia implements BootMedia {
  /** The property that names a medium. */
  static final String MEDIUM = "anyrack_medium";

  /** The property that names octets and properties. */
  static final String CONTENT = "anyrack_content";

  private static final int ATTEMPTS = 3;
  private static final String ACTIVE = "active";
  private static final Comparator<Image> OLDEST_FIRST =
      Comparator.comparing((Image image) -> image.created().orElse(Instant.MAX))
          .thenComparing(Image::id);

  private final Glance glance;
  private final Supplier<String> project;
  private final MediaCatalogue catalogue;
  private final String prefix;
  private final Path work;

  /**
   * Boot media of a project.
   *
   * @param glance where they are kept
   * @param project the project's id; images of others are not used
   * @param catalogue what can be made
   * @param prefix what images' names begin with, for people
   * @param work a directory for octets on their way
   */
  public GlanceBootMedia(
      Glance glance, Supplier<String> project, MediaCatalogue catalogue, String prefix, Path work) {
    this.glance = glance;
    this.project = project;
    this.catalogue = catalogue;
    this.prefix = prefix;
    this.work = work;
  }

  @Override
  public Map<Medium, String> present(Collection<Medium> media, String rack) {
    List<Image> used = used(rack);
    Map<Medium, String> present = new HashMap<>();
    for (Medium medium : media) {
      String content = catalogue.image(medium).content();
      used.stream()
          .filter(image -> content.equals(image.properties().get(CONTENT)))
          .filter(image -> image.status().equals(ACTIVE))
          .min(OLDEST_FIRST)
          .ifPresent(image -> present.put(medium, image.id()));
    }
    return present;
  }

  @Override
  public String provide(Medium medium, String rack) {
    BootImage image = catalogue.image(medium);
    for (int i = 0; i < ATTEMPTS; i++) {
      Optional<Image> there = claimed(image, rack);
      if (there.isPresent()) {
        return there.get().id();
      }
      upload(medium, image, rack);
    }
    throw new BootMediaException(
        "the image %s disappears as often as it is made; does somebody delete it?"
            .formatted(prefix + medium.name()));
  }

  /**
   * The image with this content that all racks use, with this rack's tag on it. Others of this rack
   * alone are leftovers, or came at the same time as another rack's.
   */
  private Optional<Image> claimed(BootImage wanted, String rack) {
    String tag = new RackTags(rack).tag();
    List<Image> same =
        glance.images(Map.of(CONTENT, wanted.content(), "owner", project.get())).stream()
            .filter(image -> image.owner().equals(project.get()))
            .sorted(OLDEST_FIRST)
            .toList();
    Optional<Image> oldest =
        same.stream().filter(image -> image.status().equals(ACTIVE)).findFirst();
    same.stream()
        .filter(image -> !oldest.equals(Optional.of(image)))
        .filter(image -> racks(image).equals(List.of(tag)))
        .forEach(image -> glance.delete(image.id()));
    if (oldest.filter(image -> image.tags().contains(tag)).isPresent()) {
      return oldest;
    }
    oldest.ifPresent(image -> glance.addTag(image.id(), tag));
    // Its last user may have deleted it before the tag was there.
    return oldest
        .flatMap(image -> glance.find(image.id()))
        .filter(image -> image.status().equals(ACTIVE));
  }

  private void upload(Medium medium, BootImage image, String rack) {
    Map<String, String> properties = new HashMap<>(image.medium().properties());
    properties.put(MEDIUM, medium.name());
    properties.put(CONTENT, image.content());
    ImageRequest request =
        new ImageRequest(
            prefix + medium.name(),
            image.medium().diskFormat(),
            List.of(new RackTags(rack).tag()),
            properties);
    try {
      Path octets = Files.createTempFile(Files.createDirectories(work), "medium", ".img");
      try {
        Files.write(octets, image.octets());
        glance.upload(glance.create(request).id(), octets);
      } finally {
        Files.delete(octets);
      }
    } catch (IOException e) {
      throw new BootMediaException("cannot write to " + work + ": " + e, e);
    }
  }

  /** The id of an image of a kind that {@code rack} uses; it need not be one this machine makes. */
  public Optional<String> find(BootMedium kind, String rack) {
    return used(rack).stream()
        .filter(image -> image.status().equals(ACTIVE))
        .filter(image -> name(image).startsWith(MediaCatalogue.name(kind)))
        .max(OLDEST_FIRST)
        .map(Image::id);
  }

  @Override
  public List<String> usedBy(String rack) {
    return used(rack).stream().map(GlanceBootMedia::name).distinct().toList();
  }

  @Override
  public void release(String rack) {
    String tag = new RackTags(rack).tag();
    for (Image image : used(rack)) {
      if (racks(image).equals(List.of(tag))) {
        glance.delete(image.id());
      } else {
        glance.removeTag(image.id(), tag);
        // The others may have let go of it at the same time.
        glance
            .find(image.id())
            .filter(now -> racks(now).isEmpty())
            .ifPresent(now -> glance.delete(now.id()));
      }
    }
  }

  private List<Image> used(String rack) {
    return glance.images(Map.of("tag", new RackTags(rack).tag())).stream()
        .filter(GlanceBootMedia::isMedium)
        .filter(image -> image.tags().contains(new RackTags(rack).tag()))
        .toList();
  }

  private static String name(Image image) {
    return image.properties().getOrDefault(MEDIUM, "");
  }

  private static boolean isMedium(Image image) {
    return image.properties().containsKey(MEDIUM);
  }

  private static List<String> racks(Image image) {
    return image.tags().stream().filter(tag -> tag.startsWith(RackTags.PREFIX)).toList();
  }
}
