package io.anyrack.openstack.image;

import io.anyrack.openstack.glance.Glance;
import io.anyrack.openstack.glance.Image;
import io.anyrack.openstack.glance.ImageRequest;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.rack.cloud.MachineException;
import io.anyrack.rack.model.NodeSpec.Firmware;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The CD drives of a rack's nodes: an image in Glance for each drive that is not empty. */
public final class GlanceMediaDrive implements MediaDrive {
  private static final String ROLE = "cd";
  private static final String SOURCE = "anyrack_source";

  /** Nova's database takes no longer values. */
  private static final int LONGEST_VALUE = 255;

  private static final Comparator<Image> OLDEST_FIRST =
      Comparator.comparing((Image image) -> image.created().orElse(Instant.MIN))
          .thenComparing(Image::id);

  private final Glance glance;
  private final RackTags tags;
  private final String prefix;
  private final ImageDownload download;

  /**
   * The drives of a rack.
   *
   * @param prefix what images' names begin with, for people
   */
  public GlanceMediaDrive(Glance glance, RackTags tags, String prefix, ImageDownload download) {
    this.glance = glance;
    this.tags = tags;
    this.prefix = prefix;
    this.download = download;
  }

  @Override
  public void insert(String node, Firmware firmware, URI image) {
    keepOnly(node, upload(node, firmware, image));
  }

  /** Puts an image into the project, beside those that are there for the node. */
  public Disc upload(String node, Firmware firmware, URI image) {
    List<Disc> made = new ArrayList<>();
    download.use(
        image,
        file -> {
          Map<String, String> properties = new HashMap<>(BootMedium.cd(firmware).properties());
          properties.put(SOURCE, cut(withoutSecrets(image)));
          ImageRequest request =
              new ImageRequest(
                  prefix + tags.rack() + "-" + node + "-cd",
                  "iso",
                  tags.tags(ROLE, node),
                  properties);
          String id = glance.create(request).id();
          glance.upload(id, file);
          made.add(new Disc(id, octets(file)));
        });
    return made.getFirst();
  }

  private static long octets(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new MachineException("cannot read %s: %s".formatted(file, e), e);
    }
  }

  /** Deletes the images that are there for a node but this one. */
  public void keepOnly(String node, Disc disc) {
    images(Optional.of(node)).stream()
        .filter(image -> !image.id().equals(disc.image()))
        .forEach(image -> glance.delete(image.id()));
  }

  /** User and password, and a query, which may hold a token, are nobody's business. */
  private static String withoutSecrets(URI image) {
    String host = image.getHost() == null ? "" : "//" + image.getHost();
    return image.getScheme() + ":" + host + image.getPath();
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), LONGEST_VALUE));
  }

  /** Deletes an image that was put into the project and is not used. */
  public void remove(Disc disc) {
    glance.delete(disc.image());
  }

  @Override
  public void eject(String node) {
    images(Optional.of(node)).forEach(image -> glance.delete(image.id()));
  }

  @Override
  public void ejectAll() {
    images(Optional.empty()).forEach(image -> glance.delete(image.id()));
  }

  @Override
  public Optional<Disc> inserted(String node) {
    return images(Optional.of(node)).stream()
        .filter(image -> image.status().equals("active"))
        .max(OLDEST_FIRST)
        .map(image -> new Disc(image.id(), image.size().orElse(Long.MAX_VALUE)));
  }

  private List<Image> images(Optional<String> node) {
    return glance.images(Map.of("tag", tags.tag())).stream()
        .filter(image -> image.tags().contains(tags.tag()))
        .filter(image -> RackTags.role(image.tags()).equals(Optional.of(ROLE)))
        .filter(image -> node.isEmpty() || RackTags.name(image.tags()).equals(node))
        .toList();
  }
}
