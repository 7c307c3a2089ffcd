package io.anyrack.openstack.resource;

import io.anyrack.openstack.glance.Glance;
import io.anyrack.openstack.glance.Image;
import io.anyrack.openstack.glance.ImageRequest;
import io.anyrack.openstack.tag.RackTags;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Boot media of a few octets, each rack its own. */
record TestMedia(Glance glance, Path directory) implements BootMedia {
  static final Medium CD = new Medium("ipxe-test", 1);

  @Override
  public Map<Medium, String> present(Collection<Medium> media, String rack) {
    return images(rack).stream()
        .filter(image -> image.status().equals("active"))
        .collect(Collectors.toMap(image -> CD, Image::id, (one, _) -> one));
  }

  private List<Image> images(String rack) {
    return glance.images(Map.of("tag", new RackTags(rack).tag()));
  }

  @Override
  public String provide(Medium medium, String rack) {
    images(rack).forEach(image -> glance.delete(image.id()));
    Image image =
        glance.create(
            new ImageRequest(
                medium.name(),
                "iso",
                List.of(new RackTags(rack).tag()),
                Map.of("os_shutdown_timeout", "0")));
    glance.upload(image.id(), octets());
    return image.id();
  }

  private Path octets() {
    try {
      Path file = directory.resolve("octets");
      return Files.exists(file) ? file : Files.write(file, new byte[2048]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> usedBy(String rack) {
    return images(rack).stream().map(Image::name).toList();
  }

  @Override
  public void release(String rack) {
    images(rack).forEach(image -> glance.delete(image.id()));
  }
}
